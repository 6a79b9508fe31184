import { describe, expect, it } from '@jest/globals'
import { consentPage, type ConsentView } from './consent.page.js'
import { byId, find, pageContext, textOf } from './page-reader.fixture.js'

const view: ConsentView = {
  action: '/interaction/1/consent',
  csrfToken: 'token',
  clientName: 'Web portal',
  account: { label: 'ada@example.test', initials: 'AL' },
  scopes: [
    {
      name: 'accounts:read',
      text: 'Read your accounts',
      resourceName: 'Bank API',
      isNew: false,
      sensitive: false,
    },
  ],
  destinationHost: 'portal.example.test',
  useAnotherAction: '/interaction/1/another',
}
const render = (changes: Partial<ConsentView> = {}) => consentPage({ ...view, ...changes }, pageContext())

describe('consentPage (OIDC Core §3.1.2.4)', () => {
  it('posts the decision, allow or deny, with the CSRF token', () => {
    const page = render()
    expect(byId(page, 'consent')).toMatchObject({ method: 'post', action: '/interaction/1/consent' })
    expect(byId(page, 'decision-allow')).toMatchObject({ name: 'decision', value: 'allow', type: 'submit' })
    expect(byId(page, 'decision-deny')).toMatchObject({ name: 'decision', value: 'deny', type: 'submit' })
    expect(byId(page, 'csrf')['value']).toBe('token')
  })

  it('gives nothing away by an accidental key: no button takes the focus by itself', () => {
    expect(render()).not.toContain('autofocus')
  })

  it('says who asks, for which account, and where it leads', () => {
    const text = textOf(render())
    expect(text).toContain('Web portal wants to')
    expect(text).toContain('Signed in as ada@example.test')
    expect(text).toContain('You will go to portal.example.test .')
  })

  it('leads to another account by a form of its own', () => {
    const actions = find(render(), 'form').map(({ attributes }) => attributes['action'])
    expect(actions).toEqual(['/interaction/1/another', '/interaction/1/consent'])
  })

  it('shows each scope in words, with its name and its API', () => {
    expect(textOf(render())).toContain('Read your accounts accounts:read · Bank API')
  })

  it('marks new and sensitive scopes with a word, and others not at all', () => {
    const scope = { name: 'transfers:write', text: 'Send money', isNew: true, sensitive: true }
    expect(textOf(render({ scopes: [scope] }))).toMatch(/New .*Sensitive/)
    expect(textOf(render())).not.toMatch(/New|Sensitive/)
  })

  it('links to the papers of the app, and leaves out what is no web address (RFC 7591 §5)', () => {
    const page = render({ policyUri: 'https://a.test/privacy', tosUri: 'javascript:alert(1)' })
    expect(find(page, 'a').map(({ attributes }) => attributes)).toEqual([
      { href: 'https://a.test/privacy', target: '_blank', rel: 'noopener noreferrer' },
    ])
    expect(textOf(page)).not.toContain('Terms of service')
    expect(find(render(), 'a')).toEqual([])
  })
})
