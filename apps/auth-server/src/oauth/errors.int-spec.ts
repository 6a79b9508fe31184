import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuthorizationCodeStore, type ClientRecord } from '@gatehouse/data-access'
import {
  basic,
  CLIENT_SECRET,
  CODE_CHALLENGE,
  REDIRECT_URI,
  TestingApp,
  type Form,
  type Person,
} from '../testing-app.fixture.js'

/** One row of the error table: the condition, what is sent, and what must come back. */
interface Row {
  condition: string
  reference: string
  send: () => PromiseLike<Awaited<ReturnType<TestingApp['get']>>>
  code: string
  status: number
  challenge?: string
}

let test: TestingApp
let client: ClientRecord
let person: Person
beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient()
  person = await test.person()
})
afterAll(() => test.close())

const token = (form: Form, headers: Record<string, string> = { authorization: basic(client.clientId) }) =>
  test.post('/oauth2/token', form, headers)
const codes =
  (change: Record<string, string>, make = {}) =>
  async () =>
    test.redeem(client, await test.code(client, person, make), change)
const credentials = (change: Record<string, string>) => () =>
  token({ grant_type: 'client_credentials', ...change })
const authorize = (change: Record<string, string>, by?: Person) =>
  test.get(
    `/oauth2/authorize?${new URLSearchParams({
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'openid',
      code_challenge: CODE_CHALLENGE,
      code_challenge_method: 'S256',
      ...change,
    }).toString()}`,
    by ? { cookie: by.cookie } : {},
  )

const row = (
  condition: string,
  reference: string,
  code: string,
  status: number,
  send: Row['send'],
  challenge?: string,
): Row => ({ condition, reference, code, status, send, ...(challenge === undefined ? {} : { challenge }) })

const JSON_ROWS: Row[] = [
  row('wrong media type', 'RFC 6749 §3.2', 'invalid_request', 400, () =>
    token('{"grant_type":"client_credentials"}', { 'content-type': 'application/json' }),
  ),
  row('wrong media type around a form', 'RFC 6749 §3.2', 'invalid_request', 400, () =>
    token('"grant_type=client_credentials"', {
      'content-type': 'application/json',
      authorization: basic(client.clientId),
    }),
  ),
  row('malformed JSON', 'RFC 6749 §3.2', 'invalid_request', 400, () =>
    token('{', { 'content-type': 'application/json' }),
  ),
  row('a form under a wrong name', 'RFC 6749 §3.2', 'invalid_request', 400, () =>
    token('grant_type=client_credentials', {
      'content-type': 'text/plain',
      authorization: basic(client.clientId),
    }),
  ),
  row('repeated parameter', 'RFC 6749 §3.2', 'invalid_request', 400, () =>
    token('grant_type=client_credentials&grant_type=client_credentials'),
  ),
  row('two client authentication methods', 'RFC 6749 §2.3', 'invalid_request', 400, () =>
    token({ client_id: client.clientId, client_secret: CLIENT_SECRET }),
  ),
  row(
    'unknown client by Basic',
    'RFC 6749 §5.2',
    'invalid_client',
    401,
    () => token({}, { authorization: basic('nobody') }),
    'Basic realm="gatehouse"',
  ),
  row(
    'wrong secret by Basic',
    'RFC 6749 §5.2',
    'invalid_client',
    401,
    () => token({}, { authorization: basic(client.clientId, 'wrong') }),
    'Basic realm="gatehouse"',
  ),
  row('wrong client authentication method', 'RFC 6749 §5.2', 'invalid_client', 401, () =>
    token({ client_id: client.clientId, client_secret: CLIENT_SECRET }, {}),
  ),
  row('bad assertion', 'RFC 7521 §4.2.1', 'invalid_client', 401, () => token({ client_assertion: 'x' }, {})),
  row('unknown grant_type', 'RFC 6749 §5.2', 'unsupported_grant_type', 400, () =>
    token({ grant_type: 'password' }),
  ),
  row('grant not registered for the client', 'RFC 6749 §5.2', 'unauthorized_client', 400, async () => {
    const narrow = await test.confidentialClient({ grantTypes: ['authorization_code'] })
    return test.token(narrow, { grant_type: 'client_credentials' })
  }),
  ...['', 'authorization_code', 'refresh_token'].map((grant_type) =>
    row(`missing parameter of "${grant_type}"`, 'RFC 6749 §5.2', 'invalid_request', 400, () =>
      token({ grant_type }),
    ),
  ),
  row('unknown code', 'RFC 6749 §5.2', 'invalid_grant', 400, () => test.redeem(client, 'unknown')),
  row('unknown refresh token', 'RFC 6749 §5.2', 'invalid_grant', 400, () => test.refresh(client, 'unknown')),
  row('PKCE mismatch', 'RFC 7636 §4.6', 'invalid_grant', 400, codes({ code_verifier: 'x'.repeat(43) })),
  row(
    'verifier without challenge',
    'RFC 9700 §4.8.2',
    'invalid_grant',
    400,
    codes({}, { codeChallenge: null }),
  ),
  row(
    'redirect_uri mismatch',
    'RFC 6749 §4.1.3',
    'invalid_grant',
    400,
    codes({ redirect_uri: 'https://client.example/other' }),
  ),
  row('unknown scope', 'RFC 6749 §5.2', 'invalid_scope', 400, credentials({ scope: 'nope' })),
  row('scope wider than granted', 'RFC 6749 §6', 'invalid_scope', 400, async () => {
    const tokens = await test.tokens(client, person, { scope: ['profile'] })
    return test.refresh(client, tokens.refresh_token, { scope: 'profile email' })
  }),
  row(
    'unknown resource',
    'RFC 8707 §2',
    'invalid_target',
    400,
    credentials({ resource: 'https://no.example' }),
  ),
  row(
    'access token that is none',
    'RFC 6750 §3.1',
    'invalid_token',
    401,
    () => test.get('/oauth2/userinfo', { authorization: 'Bearer x' }),
    'Bearer error="invalid_token", error_description=',
  ),
  row(
    'access token without the scope',
    'RFC 6750 §3.1',
    'insufficient_scope',
    403,
    async () => {
      const { access_token } = (await token({ grant_type: 'client_credentials' })).json()
      return test.get('/oauth2/userinfo', { authorization: `Bearer ${access_token}` })
    },
    'Bearer error="insufficient_scope"',
  ),
]

describe('the error table of the protocol endpoints', () => {
  it.each(JSON_ROWS.map((row) => [row.condition, row.code, row.status, row.reference, row] as const))(
    '%s → %s, %d (%s)',
    async (_condition, code, status, _reference, row) => {
      const answer = await row.send()
      const body = answer.json()
      expect([body.error, answer.statusCode]).toEqual([code, status])
      expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
      expect(Object.keys(body).sort()).toEqual(['error', 'error_description', 'trace_id'])
      expect(answer.headers['cache-control']).toBe('no-store')
      const challenge = String(answer.headers['www-authenticate'] ?? '')
      expect(challenge.startsWith(row.challenge ?? '') && (row.challenge !== undefined || !challenge)).toBe(
        true,
      )
    },
  )

  it.each<[string, () => ReturnType<typeof authorize>]>([
    ['unknown client_id', () => authorize({ client_id: 'nobody' })],
    ['unregistered redirect_uri', () => authorize({ redirect_uri: 'https://evil.example/' })],
  ])(
    '%s at the authorization endpoint → our page, 400, never a redirect (RFC 6749 §4.1.2.1)',
    async (_, send) => {
      const answer = await send()
      expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined])
      expect(answer.headers['content-type']).toContain('text/html')
    },
  )

  it.each<[string, string, () => ReturnType<typeof authorize>]>([
    ['wrong response_type', 'unsupported_response_type', () => authorize({ response_type: 'token' })],
    ['missing PKCE', 'invalid_request', () => authorize({ code_challenge: '' })],
    ['wrong prompt', 'invalid_request', () => authorize({ prompt: 'none login' })],
    ['unknown scope', 'invalid_scope', () => authorize({ scope: 'openid nope' })],
    ['prompt=none and nobody signed in', 'login_required', () => authorize({ prompt: 'none' })],
    ['prompt=none and consent missing', 'consent_required', () => silentWithoutConsent()],
  ])('%s → by redirect, %s (RFC 6749 §4.1.2.1, OIDC Core §3.1.2.6)', async (_, code, send) => {
    const answer = await send()
    expect(answer.statusCode).toBe(303)
    expect(new URL(answer.headers.location ?? '').searchParams.get('error')).toBe(code)
  })

  it('anything else → server_error, 500, with a trace id and nothing of the inside', async () => {
    const store = test.app.get(AuthorizationCodeStore)
    const find = store.find.bind(store)
    store.find = () => Promise.reject(new Error('relation "secret_table" does not exist'))
    try {
      const answer = await test.redeem(client, 'x')
      expect([answer.statusCode, answer.json().error]).toEqual([500, 'server_error'])
      expect(answer.json().trace_id).toMatch(/^[0-9a-f]{16}$/)
      expect(answer.body).not.toContain('secret_table')
    } finally {
      store.find = find
    }
  })
})

async function silentWithoutConsent() {
  const strict = await test.confidentialClient({ requireConsent: true })
  return authorize({ client_id: strict.clientId, prompt: 'none' }, person)
}
