import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { testKey, type TestKey } from '@gatehouse/testing'
import { JWT_BEARER_ASSERTION_TYPE } from '@gatehouse/token-types'
import { SignJWT } from 'jose'
import { ISSUER, TestingApp } from '../../testing-app.fixture.js'

const KEY = testKey('ES256', 'client-key')
const RSA = testKey('RS256', 'client-rsa')

let test: TestingApp
let client: ClientRecord
beforeAll(async () => {
  test = await TestingApp.start()
  client = await registered({ jwks: { keys: [KEY.publicJwk, RSA.publicJwk] } })
})
afterAll(() => test.close())

function registered(keys: { jwks?: object; jwksUri?: string }): Promise<ClientRecord> {
  return test.confidentialClient({
    tokenEndpointAuthMethod: 'private_key_jwt',
    assertionSigningAlgs: ['ES256'],
    secrets: [],
    ...keys,
  })
}

const seconds = () => Math.floor(test.clock.now().getTime() / 1000)
const claims = (by: ClientRecord) => ({
  iss: by.clientId,
  sub: by.clientId,
  aud: ISSUER as unknown,
  exp: seconds() + 60,
  jti: randomUUID() as unknown,
})

const signed = (payload: object, key: TestKey = KEY, header: object = {}) =>
  new SignJWT({ ...payload })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .sign(key.privateKey)

const present = (assertion: string, change: Record<string, string> = {}) =>
  test.post('/oauth2/token', {
    grant_type: 'client_credentials',
    client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
    client_assertion: assertion,
    ...change,
  })

const unsigned = (header: object, payload: object) =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')

async function refused(assertion: string, change: Record<string, string> = {}): Promise<void> {
  const answer = await present(assertion, change)
  expect([answer.statusCode, answer.json().error]).toEqual([401, 'invalid_client'])
}

describe('private_key_jwt', () => {
  it.each([
    ['the issuer', ISSUER],
    ['the token endpoint', `${ISSUER}/oauth2/token`],
    ['a list of the two', [ISSUER, `${ISSUER}/oauth2/token`]],
  ])('lets in by an assertion for %s (RFC 7523 §3, OIDC Core §9)', async (_, aud) => {
    expect((await present(await signed({ ...claims(client), aud }))).statusCode).toBe(200)
  })

  it.each([
    ['another audience', { aud: 'https://other.example' }],
    ['another audience beside ours', { aud: [ISSUER, 'https://other.example'] }],
    ['no audience', { aud: undefined }],
    ['the issuer with a slash as audience', { aud: `${ISSUER}/` }],
    ['another issuer', { iss: 'https://client.example' }],
    ['no issuer', { iss: undefined }],
    ['no exp', { exp: undefined }],
    ['no jti', { jti: undefined }],
    ['an empty jti', { jti: '' }],
    ['a jti that is no text', { jti: 7 }],
    ['a sub that is no text', { sub: 7 }],
    ['a sub that is a list', { sub: ['a'] }],
    ['a sub with U+0000', { sub: 'a\u0000' }],
    ['a sub with a lone surrogate', { sub: '\ud800' }],
    ['no sub', { sub: undefined }],
  ])('refuses %s (RFC 7523 §3)', async (_, change) => {
    await refused(await signed({ ...claims(client), ...change }))
  })

  it('refuses an expired one, beyond 30 seconds of skew (RFC 7523 §3 point 4)', async () => {
    expect((await present(await signed({ ...claims(client), exp: seconds() - 29 }))).statusCode).toBe(200)
    await refused(await signed({ ...claims(client), exp: seconds() - 30 }))
  })

  it('refuses one that is not good yet, and one that is good for too long (RFC 7523 §3 points 4, 5)', async () => {
    await refused(await signed({ ...claims(client), nbf: seconds() + 31 }))
    await refused(await signed({ ...claims(client), exp: seconds() + 601 }))
    await refused(await signed({ ...claims(client), exp: 1e300 }))
  })

  it('refuses it the second time: its jti was used (RFC 7523 §3 point 7)', async () => {
    const assertion = await signed(claims(client))
    expect((await present(assertion)).statusCode).toBe(200)
    await refused(assertion)
    test.clock.advance(80)
    await refused(assertion)
  })

  it('lets in one of many that come with the same assertion at once (RFC 7523 §3 point 7)', async () => {
    const assertion = await signed(claims(client))
    const answers = await Promise.all(Array.from({ length: 20 }, () => present(assertion)))
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(19)
  })

  it('does not burn the jti of an assertion that failed otherwise (RFC 7523 §3)', async () => {
    const jti = randomUUID()
    await refused(await signed({ ...claims(client), jti, aud: 'https://other.example' }))
    expect((await present(await signed({ ...claims(client), jti }))).statusCode).toBe(200)
  })

  it('keeps the same jti of two clients apart (RFC 7523 §3 point 7)', async () => {
    const other = await registered({ jwks: { keys: [KEY.publicJwk] } })
    const jti = randomUUID()
    expect((await present(await signed({ ...claims(client), jti }))).statusCode).toBe(200)
    expect((await present(await signed({ ...claims(other), jti }))).statusCode).toBe(200)
  })

  it('refuses alg none (RFC 8725 §3.1)', async () => {
    await refused(`${unsigned({ alg: 'none' }, claims(client))}.`)
  })

  it('refuses HS256 keyed with the public key: the algorithm confusion (RFC 8725 §2.1)', async () => {
    const input = unsigned({ alg: 'HS256', kid: KEY.kid }, claims(client))
    const pem = KEY.publicKey.export({ type: 'spki', format: 'pem' })
    await refused(`${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`)
  })

  it('refuses an algorithm that is not registered, with a right key (RFC 8725 §3.1)', async () => {
    await refused(await signed(claims(client), RSA))
  })

  it('refuses a key that is not this client’s, by kid or by value (RFC 7523 §3 point 9)', async () => {
    const stranger = testKey('ES256', 'stranger')
    await refused(await signed(claims(client), stranger))
    await refused(await signed(claims(client), stranger, { kid: KEY.kid }))
    await refused(await signed(claims(client), stranger, { jwk: stranger.publicJwk, kid: undefined }))
  })

  it('refuses unknown critical header members (RFC 7515 §4.1.11)', async () => {
    const input = { alg: 'ES256', kid: KEY.kid, crit: ['exotic'], exotic: 1 }
    const [, payload, signature] = (await signed(claims(client))).split('.')
    await refused([Buffer.from(JSON.stringify(input)).toString('base64url'), payload, signature].join('.'))
  })

  it.each(['x', 'a.b.c', '..', '{}', `${'A'.repeat(9_000)}.e30.x`])(
    'answers invalid_client to the malformed assertion %#',
    async (assertion) => {
      await refused(assertion)
    },
  )

  it.each([
    { alg: 7 },
    { alg: ['ES256'] },
    { kid: {} },
    { crit: 'x' },
    { b64: false },
    { alg: 'ES256', typ: 7 },
  ])('answers invalid_client to the header %j (RFC 7515 §4)', async (header) => {
    const input = unsigned({ alg: 'ES256', kid: KEY.kid, ...header }, claims(client))
    await refused(`${input}.${'A'.repeat(86)}`)
  })

  it('refuses another assertion type and a contradicting client_id (RFC 7521 §4.2)', async () => {
    const type = 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer'
    await refused(await signed(claims(client)), { client_assertion_type: type })
    await refused(await signed(claims(client)), { client_assertion_type: '' })
    await refused(await signed(claims(client)), { client_id: 'another' })
    const answer = await present(await signed(claims(client)), { client_id: client.clientId })
    expect(answer.statusCode).toBe(200)
  })
})

describe('private_key_jwt with jwks_uri (OIDC Core §10.1.1)', () => {
  let server: Server
  let uri: string
  let published: unknown
  let fetches = 0

  beforeAll(async () => {
    server = createServer((_, response) => {
      fetches += 1
      response.setHeader('content-type', 'application/json').end(JSON.stringify(published))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
  })
  afterAll(() => new Promise((done) => server.close(done)))

  it('fetches the keys once, and anew for an unknown kid after the cooldown', async () => {
    published = { keys: [KEY.publicJwk] }
    const remote = await registered({ jwksUri: uri })
    expect((await present(await signed(claims(remote)))).statusCode).toBe(200)
    expect((await present(await signed(claims(remote)))).statusCode).toBe(200)
    expect(fetches).toBe(1)
    const next = testKey('ES256', 'next')
    published = { keys: [next.publicJwk] }
    await refused(await signed(claims(remote), next))
    expect(fetches).toBe(1)
    test.clock.advance(30)
    expect((await present(await signed(claims(remote), next))).statusCode).toBe(200)
    expect(fetches).toBe(2)
  })

  it.each([
    null,
    'text',
    {},
    { keys: 7 },
    { keys: [{ kty: 'EC', kid: 'client-key', alg: 'ES256' }] },
    { keys: [7] },
  ])('answers invalid_client when the published keys are %j', async (keys) => {
    published = keys
    const remote = await registered({ jwksUri: `${uri}/${randomUUID()}` })
    await refused(await signed(claims(remote)))
  })

  it('answers invalid_client when nobody listens at jwks_uri, or no keys are registered', async () => {
    await refused(await signed(claims(await registered({ jwksUri: 'http://127.0.0.1:1/keys' }))))
    await refused(await signed(claims(await registered({}))))
  })
})
