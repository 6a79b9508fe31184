import { describe, expect, it } from '@jest/globals'
import { choosePasswordPage } from './choose-password.page.js'
import { consentPage } from './consent.page.js'
import { errorPage } from './error.page.js'
import { formPostPage } from './form-post.page.js'
import type { PageContext } from './layout.page.js'
import { find, hostile, hostileContext, hostileUri, tagsOf, textOf } from './page-reader.fixture.js'
import { passwordChosenPage } from './password-chosen.page.js'
import { redirectPage } from './redirect.page.js'
import { selectAccountPage } from './select-account.page.js'
import { setupPage } from './setup.page.js'
import { signInPage } from './sign-in.page.js'
import { signOutPage } from './sign-out.page.js'
import { signedOutPage } from './signed-out.page.js'

const form = { action: `/interaction/1?x=${hostile}`, csrfToken: hostile }
const client = { clientName: hostile, clientLogoUri: hostileUri }
const account = { label: hostile, initials: hostile }

/** Each page with hostile text in every field that takes text. */
const pages: Record<string, (page: PageContext) => string> = {
  signIn: (page) =>
    signInPage(
      {
        ...form,
        ...client,
        username: hostile,
        error: 'missing',
        invalidFields: ['username', 'password'],
        reauthentication: true,
        useAnotherAction: `/another?${hostile}`,
        cancelAction: `/cancel?${hostile}`,
      },
      page,
    ),
  consent: (page) =>
    consentPage(
      {
        ...form,
        ...client,
        clientUri: hostileUri,
        policyUri: hostileUri,
        tosUri: hostileUri,
        account,
        destinationHost: hostile,
        useAnotherAction: `/another?${hostile}`,
        scopes: [{ name: hostile, text: hostile, resourceName: hostile, isNew: true, sensitive: true }],
      },
      page,
    ),
  selectAccount: (page) => selectAccountPage({ ...form, ...client, account }, page),
  error: (page) =>
    errorPage(
      {
        title: hostile,
        sentence: hostile,
        advice: hostile,
        code: hostile,
        traceId: hostile,
        backUri: hostileUri,
        details: { rule: hostile, expected: hostile, got: hostile, mend: hostile, reference: hostile },
      },
      page,
    ),
  signOut: (page) => signOutPage({ ...form, clientName: hostile, account }, page),
  signedOut: (page) => signedOutPage({ clientName: hostile, backUri: hostileUri }, page),
  setup: (page) =>
    setupPage(
      {
        ...form,
        values: { name: hostile, email: hostile },
        errors: { name: hostile, email: hostile, password: hostile },
      },
      page,
    ),
  choosePassword: (page) =>
    choosePasswordPage({ ...form, username: hostile, isReplacement: true, error: hostile }, page),
  passwordChosen: (page) => passwordChosenPage(page),
  formPost: (page) =>
    formPostPage(
      { action: `https://a.test/?${hostile}`, parameters: { state: hostile, [hostile]: 'x' } },
      page,
    ),
  redirect: (page) => redirectPage({ uri: `com.example.app:/cb?state=${hostile}` }, page),
}

const cases = Object.entries(pages).flatMap(([name, render]) =>
  ['en', 'de'].map((language) => [name, language, render(hostileContext(language))] as const),
)

describe.each(cases)('%s page in %s, with hostile text in every field', (_name, language, page) => {
  const tags = tagsOf(page)

  it('has no tag, inline script, style or handler that came from the text', () => {
    const images = tags.filter((tag) => tag.name === 'img')
    const scripts = tags.filter((tag) => tag.name === 'script')
    expect(images).toEqual([])
    expect(scripts[0]).toEqual({ name: 'script', attributes: { type: 'module', src: '/assets/pages.js' } })
    expect(scripts.slice(1).map(({ attributes }) => attributes['src'])).toEqual(
      page.includes('data-autosubmit') ? ['/assets/auto-submit.js'] : [],
    )
    for (const { attributes } of scripts) expect(page).toContain(`src="${attributes['src']}"></script>`)
    expect(tags.filter((tag) => tag.name === 'style')).toEqual([])
    const names = tags.flatMap(({ attributes }) => Object.keys(attributes))
    expect(names.filter((attribute) => /^on|^style$|^srcdoc$/i.test(attribute))).toEqual([])
  })

  it('leads to no script by any address (RFC 7591 §5)', () => {
    const addresses = tags.flatMap(({ attributes }) =>
      ['href', 'src', 'action', 'formaction'].flatMap((attribute) => attributes[attribute] ?? []),
    )
    expect(addresses.filter((address) => !/^(\/|#|https:|com\.example\.app:)/.test(address))).toEqual([])
    expect(page).not.toContain(hostileUri)
  })

  it('shows the text as it is', () => {
    expect(textOf(page)).toContain(hostile)
  })

  it('has a language, a title and one h1', () => {
    expect(find(page, 'html')[0]?.attributes).toMatchObject({ lang: language, dir: 'ltr' })
    expect(find(page, 'title')).toHaveLength(1)
    expect(find(page, 'h1')).toHaveLength(1)
  })

  it('uses each id once, and refers only to ids that exist', () => {
    const ids = tags.flatMap(({ attributes }) => attributes['id'] ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const references = tags.flatMap(({ attributes }) =>
      ['aria-describedby', 'aria-labelledby', 'aria-controls', 'for', 'data-copy', 'data-reveal', 'data-caps']
        .flatMap((attribute) => attributes[attribute]?.split(' ') ?? [])
        .concat(attributes['href']?.startsWith('#') ? attributes['href'].slice(1) : []),
    )
    expect(references.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('has a label for each input', () => {
    const labelled = find(page, 'label').map(({ attributes }) => attributes['for'])
    const inputs = find(page, 'input').filter(({ attributes }) => attributes['type'] !== 'hidden')
    expect(inputs.filter(({ attributes }) => !labelled.includes(attributes['id']))).toEqual([])
  })

  it('posts each form, with the CSRF token where the form comes back to us', () => {
    const forms = find(page, 'form')
    expect(forms.filter(({ attributes }) => attributes['method'] !== 'post')).toEqual([])
    const ours = forms.filter(({ attributes }) => attributes['action']?.startsWith('/'))
    const tokens = find(page, 'input').filter(({ attributes }) => attributes['name'] === 'csrf')
    expect(tokens).toHaveLength(ours.length)
    expect(tokens.filter(({ attributes }) => attributes['value'] !== hostile)).toEqual([])
  })

  it('lets one element at most take the focus', () => {
    expect(tags.filter(({ attributes }) => 'autofocus' in attributes).length).toBeLessThanOrEqual(1)
  })
})
