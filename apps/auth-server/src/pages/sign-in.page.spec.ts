import { describe, expect, it } from '@jest/globals'
import { byId, find, pageContext, tagsOf, textOf } from './page-reader.fixture.js'
import { signInPage, type SignInView } from './sign-in.page.js'

const view: SignInView = {
  action: '/interaction/1/sign-in',
  csrfToken: 'token',
  username: '',
  invalidFields: [],
  reauthentication: false,
}
const render = (changes: Partial<SignInView> = {}, language = 'en') =>
  signInPage({ ...view, ...changes }, pageContext(language))
const focused = (page: string) =>
  tagsOf(page).find(({ attributes }) => 'autofocus' in attributes)?.attributes['id']

describe('signInPage', () => {
  it('posts csrf, username and password to the action', () => {
    const page = render()
    expect(byId(page, 'sign-in')).toMatchObject({ method: 'post', action: '/interaction/1/sign-in' })
    expect(find(page, 'input').map(({ attributes }) => attributes['name'])).toEqual([
      'csrf',
      'username',
      'password',
    ])
    expect(byId(page, 'csrf')['value']).toBe('token')
  })

  it('tells browsers and password managers what the fields are for', () => {
    const page = render()
    expect(byId(page, 'username')).toMatchObject({
      type: 'text',
      autocomplete: 'username webauthn',
      autocapitalize: 'none',
      spellcheck: 'false',
      inputmode: 'email',
    })
    expect(byId(page, 'password')).toMatchObject({ type: 'password', autocomplete: 'current-password' })
  })

  it('fills in the login hint and focuses the first empty field (OIDC Core §3.1.2.1)', () => {
    expect(focused(render())).toBe('username')
    const page = render({ username: 'ada@example.test' })
    expect(byId(page, 'username')['value']).toBe('ada@example.test')
    expect(focused(page)).toBe('password')
  })

  it('never sends a password back to the browser', () => {
    expect(
      byId(render({ error: 'mismatch', invalidFields: ['username', 'password'] }), 'password'),
    ).not.toHaveProperty('value')
  })

  it('says which app it is for', () => {
    expect(textOf(render({ clientName: 'Web portal' }))).toContain('to continue to Web portal')
    expect(textOf(render())).not.toContain('to continue to')
  })

  it('shows the logo of the app by https only', () => {
    expect(find(render({ clientLogoUri: 'https://a.test/logo.png' }), 'img')[0]?.attributes).toMatchObject({
      src: 'https://a.test/logo.png',
      alt: '',
      referrerpolicy: 'no-referrer',
    })
    expect(find(render({ clientLogoUri: 'http://a.test/logo.png' }), 'img')).toEqual([])
  })

  it('announces a mismatch once, ties it to both fields and focuses the first', () => {
    const page = render({ username: 'ada', error: 'mismatch', invalidFields: ['username', 'password'] })
    expect(byId(page, 'error-summary')['role']).toBe('alert')
    expect(textOf(page)).toContain('That email and password do not match. Check both and try again.')
    for (const id of ['username', 'password']) {
      expect(byId(page, id)).toMatchObject({ 'aria-invalid': 'true', 'aria-describedby': 'error-summary' })
    }
    expect(focused(page)).toBe('username')
    expect(page).toContain('<title>Error: ')
  })

  it('links the summary to each missing field and says it under the field', () => {
    const page = render({ username: 'ada', error: 'missing', invalidFields: ['password'] })
    expect(find(page, 'a').map(({ attributes }) => attributes['href'])).toEqual(['#password'])
    expect(byId(page, 'password')).toMatchObject({
      'aria-invalid': 'true',
      'aria-describedby': 'password-error',
    })
    expect(byId(page, 'username')).not.toHaveProperty('aria-invalid')
    expect(focused(page)).toBe('password')
  })

  it('says how long to wait after too many tries, as far as it is known', () => {
    expect(textOf(render({ error: 'throttled', retryAfterSeconds: 290 }))).toContain(
      'Too many tries. Wait 5 minutes,',
    )
    expect(textOf(render({ error: 'throttled' }))).toContain('Wait a few minutes,')
  })

  it('offers no reset of the password, which does not exist', () => {
    const states = (['mismatch', 'throttled', 'missing'] as const).map((error) => textOf(render({ error })))
    expect(states.join()).not.toMatch(/reset|forgot/i)
  })

  it('fixes the account when the person must sign in again (OIDC Core §3.1.2.1, prompt=login)', () => {
    const page = render({ username: 'ada', reauthentication: true, useAnotherAction: '/another' })
    expect(byId(page, 'username')).toHaveProperty('readonly')
    expect(focused(page)).toBe('password')
    expect(byId(page, 'decision-another')).toMatchObject({
      name: 'decision',
      value: 'another',
      type: 'submit',
    })
  })

  it('offers another account only on signing in again, and cancel only where it leads somewhere', () => {
    expect(byId(render({ useAnotherAction: '/another' }), 'decision-another')).toEqual({})
    expect(byId(render(), 'decision-cancel')).toEqual({})
    expect(byId(render({ cancelAction: '/cancel' }), 'decision-cancel')['value']).toBe('cancel')
  })

  it('lets Enter sign in, not cancel: the main form has one submit button', () => {
    const page = render({ cancelAction: '/cancel' })
    const main = page.slice(page.indexOf('id="sign-in"'), page.indexOf('</form>'))
    expect(main.match(/type="submit"/g)).toHaveLength(1)
  })

  it('speaks German', () => {
    const page = render({ clientName: 'Web portal', error: 'throttled', retryAfterSeconds: 30 }, 'de')
    expect(textOf(page)).toContain('weiter zu Web portal')
    expect(textOf(page)).toContain('Warten Sie 30 Sekunden')
  })
})
