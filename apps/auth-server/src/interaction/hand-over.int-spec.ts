import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { byId, find, textOf } from '../pages/page-reader.fixture.js'
import { ISSUER, REDIRECT_URI, TestingApp } from '../testing-app.fixture.js'
import { authorizePath, somebody, TestBrowser, type Seen } from './test-browser.fixture.js'

let test: TestingApp

beforeAll(async () => {
  test = await TestingApp.start()
})

afterAll(() => test.close())

const hiddenFields = ({ body }: Seen) =>
  Object.fromEntries(
    find(body, 'input').map(({ attributes }) => [attributes['name'] ?? '', attributes['value'] ?? '']),
  )

async function afterSignIn(change: Record<string, string>, redirectUri: string): Promise<Seen> {
  const client = await test.confidentialClient({ redirectUris: [redirectUri] })
  const browser = new TestBrowser(test)
  const page = await browser.open(authorizePath(client, { redirect_uri: redirectUri, ...change }))
  return browser.signIn(page, (await somebody(test)).email ?? '')
}

describe('response_mode=form_post (OAuth 2.0 Form Post Response Mode §2)', () => {
  it('posts code, state and issuer to the redirect URI, and the policy allows that origin alone', async () => {
    const answer = await afterSignIn({ response_mode: 'form_post', state: '"><script>' }, REDIRECT_URI)
    expect(answer.statusCode).toBe(200)
    expect(find(answer.body, 'form')[0]?.attributes).toMatchObject({ method: 'post', action: REDIRECT_URI })
    expect(hiddenFields(answer)).toStrictEqual({
      code: expect.stringMatching(/^[\w-]{43}$/u),
      state: '"><script>',
      iss: ISSUER,
    })
    expect(answer.headers['content-security-policy']).toMatch(
      /form-action 'self' https:\/\/client\.example$/u,
    )
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it('posts errors as well (OIDC Core §3.1.2.6)', async () => {
    const client = await test.confidentialClient()
    const answer = await new TestBrowser(test).open(
      authorizePath(client, { response_mode: 'form_post', prompt: 'none' }),
    )
    expect(hiddenFields(answer)).toMatchObject({ error: 'login_required', state: 'the-state', iss: ISSUER })
  })
})

describe('an app with its own scheme (RFC 8252 §7.1)', () => {
  it('is reached by a page, for form-action would block the redirect', async () => {
    const answer = await afterSignIn({}, 'com.example.app:/callback')
    expect([answer.statusCode, answer.headers['location']]).toStrictEqual([200, undefined])
    const target = new URL(byId(answer.body, 'continue')['href'] ?? '')
    expect(target.protocol).toBe('com.example.app:')
    expect(target.searchParams.get('code')).toMatch(/^[\w-]{43}$/u)
    expect(target.searchParams.get('iss')).toBe(ISSUER)
    const refresh = find(answer.body, 'meta').find(({ attributes }) => attributes['http-equiv'] === 'refresh')
    expect(refresh?.attributes['content']).toContain(target.href)
    expect(answer.headers['cache-control']).toBe('no-store')
  })
})

describe('a request that cannot be trusted (RFC 6749 §4.1.2.1)', () => {
  it.each([
    ['an unknown client', { client_id: 'nobody' }, 'We do not know this app'],
    ['a foreign redirect URI', { redirect_uri: 'https://evil.example/' }, 'This app is not set up correctly'],
    ['a longer redirect URI', { redirect_uri: `${REDIRECT_URI}/x` }, 'This app is not set up correctly'],
  ])('by %s ends on our page, without any redirect', async (_, change, words) => {
    const client = await test.confidentialClient()
    const answer = await new TestBrowser(test).peek(authorizePath(client, change))
    expect([answer.statusCode, answer.headers['location']]).toStrictEqual([400, undefined])
    expect(textOf(answer.body)).toContain(words)
    expect(answer.headers['content-security-policy']).toMatch(/form-action 'self'$/u)
  })
})
