import { describe, expect, it } from '@jest/globals'
import { type UsedAssertionStore } from '@gatehouse/data-access'
import { secondsLater, testKey } from '@gatehouse/testing'
import { JWT_BEARER_ASSERTION_TYPE } from '@gatehouse/token-types'
import { SignJWT, UnsecuredJWT } from 'jose'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { clientRecord, ISSUER, NOW, refusalOf, someSettings, standIn } from '../records.fixture.js'
import { ClientKeys } from './client-keys.js'
import { PrivateKeyJwt } from './private-key-jwt.method.js'

const KEY = testKey('ES256')
const client = clientRecord({ assertionSigningAlgs: ['ES256'], jwks: { keys: [KEY.publicJwk] } as never })
const exp = NOW.getTime() / 1000 + 60
const GOOD = { iss: 'client', sub: 'client', aud: ISSUER, exp, jti: 'j' }

/** Digests that were claimed, as the store keeps them. */
const claimed = new Map<string, Date>()
const settings = someSettings()
const method = new PrivateKeyJwt(
  settings,
  new ClientKeys(settings, { now: () => NOW }),
  standIn<UsedAssertionStore>({
    claim: async (digest, expiresAt) => {
      const key = Buffer.from(digest).toString('hex')
      if (claimed.has(key)) return false
      claimed.set(key, expiresAt)
      return true
    },
  }),
)

const sign = (change: object = {}, header: object = {}) =>
  new SignJWT({ ...GOOD, ...change }).setProtectedHeader({ alg: 'ES256', ...header }).sign(KEY.privateKey)
const shown = (assertion: string, change: Record<string, string> = {}) => ({
  authorization: undefined,
  parameters: OAuthParameters.of({
    client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
    client_assertion: assertion,
    ...change,
  }),
})
const verify = (assertion: string, of = client) => refusalOf(() => method.verify(shown(assertion), of, NOW))

describe('private_key_jwt: whose assertion it is (RFC 7521 §4.2, RFC 7523 §3)', () => {
  it('is the subject, unverified as yet', async () => {
    expect(method.clientId(shown(await sign()))).toBe('client')
    expect(method.clientId(shown(await sign(), { client_id: 'client' }))).toBe('client')
  })

  it.each<[string, string, object, Record<string, string>]>([
    ['client_assertion.type', 'another type', {}, { client_assertion_type: 'x' }],
    ['client_assertion.subject', 'another client_id', {}, { client_id: 'other' }],
    ['client_assertion.subject', 'no sub', { sub: undefined }, {}],
    ['client_assertion.subject', 'a sub that is a number', { sub: 7 }, {}],
    ['client_assertion.subject', 'a sub that is an object', { sub: { a: 1 } }, {}],
  ])('refuses by %s: %s', async (rule, _, claims, change) => {
    const assertion = await sign(claims)
    expect(await refusalOf(() => method.clientId(shown(assertion, change)))).toBe(`invalid_client ${rule}`)
  })

  it.each(['', 'x', 'a.b.c', 'e30.bnVsbA.x', 'e30.WzFd.x'])('refuses the text "%s"', async (text) => {
    expect(await refusalOf(() => method.clientId(shown(text)))).toBe(
      'invalid_client client_assertion.subject',
    )
  })
})

describe('private_key_jwt: what it must say (RFC 7523 §3)', () => {
  it('passes once, and its jti is kept until it could no longer pass', async () => {
    const assertion = await sign()
    expect(await verify(assertion)).toBe('passed')
    expect(await verify(assertion)).toBe('invalid_client client_assertion.replayed')
    expect([...claimed.values()]).toEqual([secondsLater(60 + 30)])
  })

  it.each<[string, object]>([
    ['client_assertion.invalid', { aud: 'https://other.example' }],
    ['client_assertion.invalid', { aud: `${ISSUER}/oauth2/introspect` }],
    ['client_assertion.invalid', { iss: 'other' }],
    ['client_assertion.invalid', { sub: 'other' }],
    ['client_assertion.invalid', { exp: exp - 90 }],
    ['client_assertion.invalid', { exp: String(exp) }],
    ['client_assertion.invalid', { nbf: exp }],
    ['client_assertion.invalid', { jti: undefined }],
    ['client_assertion.invalid', { exp: undefined }],
    ['client_assertion.jti_missing', { jti: '' }],
    ['client_assertion.jti_missing', { jti: { a: 1 } }],
    ['client_assertion.lifetime', { exp: exp + 541 }],
  ])('refuses by %s the claims %j', async (rule, change) => {
    expect(await verify(await sign(change))).toBe(`invalid_client ${rule}`)
  })

  it('refuses alg none, an unregistered alg, and any alg where none is registered (RFC 8725 §3.1)', async () => {
    const none = new UnsecuredJWT({ ...GOOD }).encode()
    expect(await verify(none)).toBe('invalid_client client_assertion.invalid')
    expect(await verify(await sign(), clientRecord({ ...client, assertionSigningAlgs: ['RS256'] }))).toBe(
      'invalid_client client_assertion.invalid',
    )
    expect(await verify(await sign(), clientRecord({ ...client, assertionSigningAlgs: [] }))).toBe(
      'invalid_client client_assertion.invalid',
    )
  })

  it.each([{ kid: 'unknown' }, { kid: '../../etc/passwd' }])(
    'refuses the key %j (RFC 7515 §4.1.4)',
    async (header) => {
      expect(await verify(await sign({}, header))).toBe('invalid_client client_keys.no_match')
    },
  )
})
