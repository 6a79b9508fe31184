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
const codes = (change: Record<string, string>, make = {}) => async () =>
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

const JSON_ROWS: Row[] = [
  {
    condition: 'wrong media type',
    reference: 'RFC 6749 §3.2',
    send: () => token('{"grant_type":"client_credentials"}', { 'content-type': 'application/json' }),
    code: 'invalid_request',
    status: 400,
  },
  {
    condition: 'wrong media type around a form',
    reference: 'RFC 6749 §3.2',
    send: () =>
      token('"grant_type=client_credentials"', {
        'content-type': 'application/json',
        authorization: basic(client.clientId),
      }),
    code: 'invalid_request',
    status: 400,
  },
  {
    condition: 'malformed JSON',
    reference: 'RFC 6749 §3.2',
    send: () => token('{', { 'content-type': 'application/json' }),
    code: 'invalid_request',
    status: 400,
  },
  {
    condition: 'a form under a wrong name',
    reference: 'RFC 6749 §3.2',
    send: () =>
      token('grant_type=client_credentials', {
        'content-type': 'text/plain',
        authorization: basic(client.clientId),
      }),
    code: 'invalid_request',
    status: 400,
  },
  {
    condition: 'repeated parameter',
    reference: 'RFC 6749 §3.2',
    send: () => token('grant_type=client_credentials&grant_type=client_credentials'),
    code: 'invalid_request',
    status: 400,
  },
  {
    condition: 'two client authentication methods',
    reference: 'RFC 6749 §2.3',
    send: () => token({ client_id: client.clientId, client_secret: CLIENT_SECRET }),
    code: 'invalid_request',
    status: 400,
  },
  {
    condition: 'unknown client by Basic',
    reference: 'RFC 6749 §5.2',
    send: () => token({}, { authorization: basic('nobody') }),
    code: 'invalid_client',
    status: 401,
    challenge: 'Basic realm="gatehouse"',
  },
  {
    condition: 'wrong secret by Basic',
    reference: 'RFC 6749 §5.2',
    send: () => token({}, { authorization: basic(client.clientId, 'wrong') }),
    code: 'invalid_client',
    status: 401,
    challenge: 'Basic realm="gatehouse"',
  },
  {
    condition: 'wrong client authentication method',
    reference: 'RFC 6749 §5.2',
    send: () => token({ client_id: client.clientId, client_secret: CLIENT_SECRET }, {}),
    code: 'invalid_client',
    status: 401,
  },
  {
    condition: 'bad assertion',
    reference: 'RFC 7521 §4.2.1',
    send: () => token({ client_assertion: 'x' }, {}),
    code: 'invalid_client',
    status: 401,
  },
  {
    condition: 'unknown grant_type',
    reference: 'RFC 6749 §5.2',
    send: () => token({ grant_type: 'password' }),
    code: 'unsupported_grant_type',
    status: 400,
  },
  {
    condition: 'grant not registered for the client',
    reference: 'RFC 6749 §5.2',
    send: async () => {
      const narrow = await test.confidentialClient({ grantTypes: ['authorization_code'] })
      return test.token(narrow, { grant_type: 'client_credentials' })
    },
    code: 'unauthorized_client',
    status: 400,
  },
  ...['', 'authorization_code', 'refresh_token'].map((grant_type) => ({
    condition: `missing parameter of "${grant_type}"`,
    reference: 'RFC 6749 §5.2',
    send: () => token({ grant_type }),
    code: 'invalid_request',
    status: 400,
  })),
  {
    condition: 'unknown code',
    reference: 'RFC 6749 §5.2',
    send: () => test.redeem(client, 'unknown'),
    code: 'invalid_grant',
    status: 400,
  },
  {
    condition: 'unknown refresh token',
    reference: 'RFC 6749 §5.2',
    send: () => test.refresh(client, 'unknown'),
    code: 'invalid_grant',
    status: 400,
  },
  {
    condition: 'PKCE mismatch',
    reference: 'RFC 7636 §4.6',
    send: codes({ code_verifier: 'x'.repeat(43) }),
    code: 'invalid_grant',
    status: 400,
  },
  {
    condition: 'verifier without challenge',
    reference: 'RFC 9700 §4.8.2',
    send: codes({}, { codeChallenge: null }),
    code: 'invalid_grant',
    status: 400,
  },
  {
    condition: 'redirect_uri mismatch',
    reference: 'RFC 6749 §4.1.3',
    send: codes({ redirect_uri: 'https://client.example/other' }),
    code: 'invalid_grant',
    status: 400,
  },
  {
    condition: 'unknown scope',
    reference: 'RFC 6749 §5.2',
    send: credentials({ scope: 'nope' }),
    code: 'invalid_scope',
    status: 400,
  },
  {
    condition: 'scope wider than granted',
    reference: 'RFC 6749 §6',
    send: async () => {
      const tokens = await test.tokens(client, person, { scope: ['profile'] })
      return test.refresh(client, tokens.refresh_token, { scope: 'profile email' })
    },
    code: 'invalid_scope',
    status: 400,
  },
  {
    condition: 'unknown resource',
    reference: 'RFC 8707 §2',
    send: credentials({ resource: 'https://no.example' }),
    code: 'invalid_target',
    status: 400,
  },
  {
    condition: 'access token that is none',
    reference: 'RFC 6750 §3.1',
    send: () => test.get('/oauth2/userinfo', { authorization: 'Bearer x' }),
    code: 'invalid_token',
    status: 401,
    challenge: 'Bearer error="invalid_token", error_description=',
  },
  {
    condition: 'access token without the scope',
    reference: 'RFC 6750 §3.1',
    send: async () => {
      const { access_token } = (await token({ grant_type: 'client_credentials' })).json()
      return test.get('/oauth2/userinfo', { authorization: `Bearer ${access_token}` })
    },
    code: 'insufficient_scope',
    status: 403,
    challenge: 'Bearer error="insufficient_scope"',
  },
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
      expect(challenge.startsWith(row.challenge ?? '') && (row.challenge !== undefined || !challenge)).toBe(true)
    },
  )

  it.each<[string, () => ReturnType<typeof authorize>]>([
    ['unknown client_id', () => authorize({ client_id: 'nobody' })],
    ['unregistered redirect_uri', () => authorize({ redirect_uri: 'https://evil.example/' })],
  ])('%s at the authorization endpoint → our page, 400, never a redirect (RFC 6749 §4.1.2.1)', async (_, send) => {
    const answer = await send()
    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined])
    expect(answer.headers['content-type']).toContain('text/html')
  })

  it.each<[string, () => ReturnType<typeof authorize>, string]>([
    ['wrong response_type', () => authorize({ response_type: 'token' }), 'unsupported_response_type'],
    ['missing PKCE', () => authorize({ code_challenge: '' }), 'invalid_request'],
    ['wrong prompt', () => authorize({ prompt: 'none login' }), 'invalid_request'],
    ['unknown scope', () => authorize({ scope: 'openid nope' }), 'invalid_scope'],
    ['prompt=none and nobody signed in', () => authorize({ prompt: 'none' }), 'login_required'],
    ['prompt=none and consent missing', () => silentWithoutConsent(), 'consent_required'],
  ])('%s → by redirect, %s (RFC 6749 §4.1.2.1, OIDC Core §3.1.2.6)', async (_, send, code) => {
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
