import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import { byId, find } from '../../pages/page-reader.fixture.js'
import {
  CODE_CHALLENGE,
  ISSUER,
  payloadOf,
  REDIRECT_URI,
  TestingApp,
  type Person,
} from '../../testing-app.fixture.js'

let test: TestingApp
let client: ClientRecord
let person: Person
beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient()
  person = await test.person()
})
afterAll(() => test.close())

const request = (change: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: client.clientId,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: 'openid',
    state: 'a state',
    code_challenge: CODE_CHALLENGE,
    code_challenge_method: 'S256',
    ...change,
  }).toString()

const ask = (change: Record<string, string> = {}, by: Person | undefined = person) =>
  test.get(`/oauth2/authorize?${request(change)}`, by ? { cookie: by.cookie } : {})

/** The response parameters at the client's redirect URI. */
async function answered(answer: ReturnType<typeof ask>): Promise<Record<string, string>> {
  const { statusCode, headers } = await answer
  expect(statusCode).toBe(303)
  const location = new URL(headers.location ?? '')
  expect(location.origin + location.pathname).toBe(REDIRECT_URI)
  return Object.fromEntries(location.searchParams)
}

describe('the authorization endpoint for a signed-in person', () => {
  it('answers with a code, the state and the issuer, and the code is good for tokens (RFC 6749 §4.1.2, RFC 9207 §2)', async () => {
    const { code, ...rest } = await answered(ask({ nonce: 'n' }))
    expect(rest).toEqual({ state: 'a state', iss: ISSUER })
    const { id_token } = (await test.redeem(client, code ?? '')).json()
    expect(payloadOf(id_token)).toMatchObject({ sub: person.user.id, nonce: 'n' })
  })

  it('does the same by POST (OIDC Core §3.1.2.1)', async () => {
    const answer = test.post('/oauth2/authorize', request(), { cookie: person.cookie })
    expect(await answered(answer)).toHaveProperty('code')
  })

  it('sends a cross-site POST round by GET, where the browser brings its cookie', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const answer = await test.post('/oauth2/authorize', request({ scope: 'openid email' }), headers)
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe(`/oauth2/authorize?${request({ scope: 'openid email' })}`)
  })

  it('lets one that is too long for an address begin without its cookie, and finds the session on the next page', async () => {
    const state = 's'.repeat(9_000)
    const headers = { 'sec-fetch-site': 'cross-site' }
    const begun = await test.post('/oauth2/authorize', request({ state }), headers)
    expect(begun.headers.location).toMatch(/^\/interaction\/[\w-]{22}$/u)
    const [{ name, value } = { name: '', value: '' }] = begun.cookies
    const cookie = `${person.cookie}; ${name}=${value}`
    const { code, ...rest } = await answered(test.get(begun.headers.location ?? '', { cookie }))
    expect([code, rest]).toStrictEqual([expect.any(String), { state, iss: ISSUER }])
  })

  it('ignores offline_access for a client that may not refresh (OIDC Core §11)', async () => {
    const brief = await test.confidentialClient({ grantTypes: ['authorization_code'] })
    const asked = { client_id: brief.clientId, scope: 'openid offline_access' }
    const { code } = await answered(ask(asked))
    const tokens = (await test.redeem(brief, code ?? '')).json()
    expect(tokens.scope).toBe('openid')
    expect(tokens).not.toHaveProperty('refresh_token')
  })

  it('binds the code to the very loopback port that was asked for (RFC 8252 §7.3, RFC 6749 §4.1.3)', async () => {
    const native = await aClient(test.database, {
      redirectUris: ['http://127.0.0.1/cb'],
      requireConsent: false,
    })
    const redirect_uri = 'http://127.0.0.1:5555/cb'
    const answer = await ask({ client_id: native.clientId, redirect_uri })
    const code = new URL(answer.headers.location ?? '').searchParams.get('code') ?? ''
    const other = await test.redeem(native, code, { redirect_uri: 'http://127.0.0.1:6666/cb' })
    expect(other.json()).toMatchObject({ error: 'invalid_grant' })
    expect((await test.redeem(native, code, { redirect_uri })).statusCode).toBe(200)
  })

  it('lets the one exempt client go without PKCE, from code to token (RFC 9700 §2.1.1)', async () => {
    const exempt = await test.confidentialClient({ pkceExempt: true })
    const asked = { client_id: exempt.clientId, code_challenge: '', code_challenge_method: '' }
    const { code } = await answered(ask(asked))
    expect((await test.redeem(exempt, code ?? '', { code_verifier: '' })).statusCode).toBe(200)
  })

  it('hands the response over as a form (Form Post Response Mode §2)', async () => {
    const answer = await ask({ response_mode: 'form_post' })
    expect(answer.statusCode).toBe(200)
    expect(byId(answer.body, 'form-post')).toMatchObject({ method: 'post', action: REDIRECT_URI })
    const inputs = find(answer.body, 'input').map(({ attributes }) => attributes['name'])
    expect(inputs).toEqual(expect.arrayContaining(['code', 'state', 'iss']))
    expect(answer.headers['content-security-policy']).toContain("form-action 'self' https://client.example")
  })

  it('asks for consent where it is wanted, and never answers by itself (OIDC Core §3.1.2.4)', async () => {
    const strict = await test.confidentialClient({ requireConsent: true })
    const answer = await ask({ client_id: strict.clientId })
    expect(answer.headers.location).toMatch(/^\/interaction\/[\w-]{22}$/)
    const silent = await answered(ask({ client_id: strict.clientId, prompt: 'none' }))
    expect(silent).toMatchObject({ error: 'consent_required', state: 'a state', iss: ISSUER })
  })

  it('keeps of a request only what has a meaning, and not more than 16,384 characters', async () => {
    const kept = await ask({ prompt: 'login', unknown: 'x'.repeat(10_000) })
    const id = kept.headers.location?.split('/').at(-1) ?? ''
    const row = await test.database.prisma.interaction.findUniqueOrThrow({ where: { id } })
    expect(row.parameters).toMatchObject({ prompt: 'login', state: 'a state' })
    expect(row.parameters).not.toHaveProperty('unknown')
    const long = { prompt: 'login', nonce: 'x'.repeat(9_000), login_hint: 'x'.repeat(9_000) }
    expect(await answered(ask(long))).toMatchObject({ error: 'invalid_request' })
  })

  it.each([
    ['prompt=login', { prompt: 'login' }],
    ['prompt=consent', { prompt: 'consent' }],
    ['prompt=select_account', { prompt: 'select_account' }],
  ])('shows a page for %s although a session lives (OIDC Core §3.1.2.1)', async (_, change) => {
    expect((await ask(change)).headers.location).toMatch(/^\/interaction\//)
  })

  it('asks for a new sign-in when max_age is over, by the request or the registration (OIDC Core §3.1.2.1)', async () => {
    const aged = await test.person()
    const strict = await test.confidentialClient({ defaultMaxAgeSeconds: 30 })
    test.clock.advance(31)
    const old = (change: Record<string, string>) => answered(ask({ prompt: 'none', ...change }, aged))
    expect(await old({ max_age: '30' })).toMatchObject({ error: 'login_required' })
    expect(await old({ max_age: '31' })).toHaveProperty('code')
    expect(await old({ client_id: strict.clientId })).toMatchObject({ error: 'login_required' })
    expect(await old({ client_id: strict.clientId, max_age: '60' })).toHaveProperty('code')
  })

  it('answers only for the person that id_token_hint or claims name (OIDC Core §3.1.2.1, §5.5)', async () => {
    const other = await test.person()
    const { id_token } = await test.tokens(client, other)
    const silent = (change: Record<string, string>) => answered(ask({ prompt: 'none', ...change }))
    expect(await silent({ id_token_hint: id_token })).toMatchObject({ error: 'login_required' })
    const named = (sub: string) => ({ claims: JSON.stringify({ id_token: { sub: { value: sub } } }) })
    expect(await silent(named(other.user.id))).toMatchObject({ error: 'login_required' })
    expect(await silent(named(person.user.id))).toHaveProperty('code')
    expect(await silent({ id_token_hint: 'x' })).toMatchObject({ error: 'invalid_request' })
  })

  it('fails an essential acr that was not reached, not a voluntary one (OIDC Core §5.5.1.1)', async () => {
    const acr = (essential: boolean, ...values: string[]) => ({
      claims: JSON.stringify({ id_token: { acr: { essential, values } } }),
    })
    expect(await answered(ask(acr(true, 'urn:gold')))).toMatchObject({
      error: 'unmet_authentication_requirements',
    })
    expect(await answered(ask(acr(true, 'urn:gold', 'urn:gatehouse:pwd')))).toHaveProperty('code')
    expect(await answered(ask(acr(false, 'urn:gold')))).toHaveProperty('code')
  })
})

describe('the authorization endpoint for nobody', () => {
  it('answers login_required to prompt=none (OIDC Core §3.1.2.6)', async () => {
    const answer = test.get(`/oauth2/authorize?${request({ prompt: 'none' })}`)
    expect(await answered(answer)).toMatchObject({ error: 'login_required' })
  })

  it('counts a session that ended, expired, was planted, or is of a disabled account, as none (OIDC Core §3.1.2.3)', async () => {
    const gone = await test.person()
    test.clock.advance(8 * 3600)
    expect(await answered(ask({ prompt: 'none' }, gone))).toMatchObject({ error: 'login_required' })
    const disabled = await test.person()
    await test.database.prisma.user.update({
      where: { id: disabled.user.id },
      data: { disabledAt: test.clock.now() },
    })
    expect(await answered(ask({ prompt: 'none' }, disabled))).toMatchObject({ error: 'login_required' })
    const planted = { ...gone, cookie: 'gatehouse-session=planted' }
    expect(await answered(ask({ prompt: 'none' }, planted))).toMatchObject({ error: 'login_required' })
    person = await test.person()
  })
})

describe('a request whose redirect URI cannot be trusted (RFC 6749 §4.1.2.1)', () => {
  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['no client', { client_id: '' }],
    ['a client_id with U+0000', { client_id: 'a\u0000b' }],
    ['another path', { redirect_uri: `${REDIRECT_URI}/..` }],
    ['another host', { redirect_uri: 'https://client.example.evil.example/callback' }],
    ['user information before the host', { redirect_uri: 'https://client.example@evil.example/callback' }],
    ['a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a fragment', { redirect_uri: `${REDIRECT_URI}#` }],
    ['a line break', { redirect_uri: `${REDIRECT_URI}\r\nset-cookie: a=b` }],
    ['none, in an OpenID request', { redirect_uri: '' }],
  ])('shows a page and redirects nowhere: %s', async (_, change) => {
    const answer = await ask(change)
    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined])
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
  })

  it.each(['client_id', 'redirect_uri'])('shows a page when %s comes twice (RFC 6749 §3.1)', async (name) => {
    const answer = await test.get(`/oauth2/authorize?${request()}&${name}=https://evil.example`)
    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined])
  })
})

describe('a request that is wrong otherwise (RFC 6749 §4.1.2.1)', () => {
  it.each<[string, Record<string, string>, string]>([
    ['no response_type', { response_type: '' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['no PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['PKCE plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without a method', { code_challenge_method: '' }, 'invalid_request'],
    ['no scope (RFC 6749 §3.3)', { scope: '' }, 'invalid_scope'],
    ['an unknown scope', { scope: 'openid nope' }, 'invalid_scope'],
    ['an unknown resource', { resource: 'https://no.example' }, 'invalid_target'],
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['a request_uri', { request_uri: 'https://client.example/request' }, 'request_uri_not_supported'],
    ['prompt none with login', { prompt: 'none login' }, 'invalid_request'],
    ['a negative max_age', { max_age: '-1' }, 'invalid_request'],
    ['claims that are no JSON', { claims: '{' }, 'invalid_request'],
    ['a nonce with U+0000', { nonce: 'a\u0000b' }, 'invalid_request'],
  ])('goes to the client with the state and the issuer: %s', async (_, change, error) => {
    expect(await answered(ask(change))).toMatchObject({ error, state: 'a state', iss: ISSUER })
  })

  it('refuses a parameter that comes twice, and gives no state that came twice back (RFC 6749 §3.1)', async () => {
    const twice = (name: string) =>
      answered(test.get(`/oauth2/authorize?${request()}&${name}=b`, { cookie: person.cookie }))
    expect(await twice('scope')).toMatchObject({ error: 'invalid_request', state: 'a state' })
    expect(await twice('state')).toEqual({
      error: 'invalid_request',
      error_description: expect.stringContaining('state'),
      iss: ISSUER,
    })
  })
})
