import { createHmac, type KeyObject } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { JwtService } from '@nestjs/jwt'
import { type RevocationStore } from '@gatehouse/data-access'
import { secondsLater, testKey } from '@gatehouse/testing'
import { SignJWT, UnsecuredJWT } from 'jose'
import { ISSUER, NOW, someSettings, standIn } from '../records.fixture.js'
import { type Keyring } from '../keys/keyring.js'
import { TokenLookup } from './token-lookup.js'
import { VerifiedSignatures } from './verified-signatures.js'

const OWN = [testKey('ES256', 'own-es'), testKey('RS256', 'own-rs')]
const [ES, RS] = OWN as [(typeof OWN)[0], (typeof OWN)[0]]
const STRANGER = testKey('ES256', 'stranger')
const iat = NOW.getTime() / 1000
const CLAIMS = { iss: ISSUER, sub: 'ada', aud: 'x', client_id: 'client', jti: 'living', iat, exp: iat + 60 }

/** Looks up at a moment, and counts how often keys and revocations were asked for. */
function lookupAt(seconds = 0, keys = OWN) {
  const asked = { keys: 0, revocations: 0 }
  const signatures = new VerifiedSignatures()
  const lookup = new TokenLookup(
    someSettings(),
    standIn<Keyring>({
      find: async (kid) => {
        asked.keys += 1
        return keys.find((key) => key.kid === kid)
      },
    }),
    standIn<RevocationStore>({
      isRevoked: async ({ jti }) => {
        asked.revocations += 1
        return jti === 'revoked'
      },
    }),
    { now: () => secondsLater(seconds) },
    new JwtService(),
    signatures,
  )
  return { lookup, asked, signatures }
}

const sign = (claims: object = {}, header: object = {}, key: KeyObject = ES.privateKey) =>
  new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: ES.kid, ...header })
    .sign(key)

describe('findActiveAccessToken (RFC 9068 §4)', () => {
  it('returns the claims of a living token, of either algorithm', async () => {
    const { lookup } = lookupAt()
    expect(await lookup.findActiveAccessToken(await sign())).toEqual(CLAIMS)
    const rsa = await sign({}, { alg: 'RS256', kid: RS.kid }, RS.privateKey)
    expect(await lookup.findActiveAccessToken(rsa)).toEqual(CLAIMS)
  })

  it('finds nothing at the second of expiry, nor before nbf, nor without exp (RFC 7519 §4.1.4, §4.1.5)', async () => {
    expect(await lookupAt(59).lookup.findActiveAccessToken(await sign())).toBeDefined()
    expect(await lookupAt(60).lookup.findActiveAccessToken(await sign())).toBeUndefined()
    expect(await lookupAt().lookup.findActiveAccessToken(await sign({ nbf: iat + 1 }))).toBeUndefined()
    expect(await lookupAt().lookup.findActiveAccessToken(await sign({ exp: undefined }))).toBeUndefined()
  })

  it('finds nothing for what it verified or signed itself, once the key is no longer ours', async () => {
    const keys = [...OWN]
    const { lookup, signatures } = lookupAt(0, keys)
    const [verified, signedHere] = [await sign(), await sign({ jti: 'second' })]
    signatures.add(signedHere, { ...ES, alg: 'ES256' })
    expect(await lookup.findActiveAccessToken(verified)).toBeDefined()
    expect(await lookup.findActiveAccessToken(signedHere)).toBeDefined()
    keys.splice(0, 1)
    expect(await lookup.findActiveAccessToken(verified)).toBeUndefined()
    expect(await lookup.findActiveAccessToken(signedHere)).toBeUndefined()
  })

  it('finds nothing in a token that is too long, also where it signed it: another server would not', async () => {
    const { lookup, signatures } = lookupAt()
    const long = await sign({ scope: 'x'.repeat(8_192) })
    signatures.add(long, { ...ES, alg: 'ES256' })
    expect(await lookup.findActiveAccessToken(long)).toBeUndefined()
  })

  it('judges time and revocation of what it remembers anew each time', async () => {
    const { lookup, signatures } = lookupAt(60)
    const [over, revoked] = [await sign(), await sign({ jti: 'revoked', exp: iat + 600 })]
    for (const token of [over, revoked]) {
      signatures.add(token, OWN[0] as Parameters<typeof signatures.add>[1])
      expect(await lookup.findActiveAccessToken(token)).toBeUndefined()
    }
  })

  it('finds nothing for a revoked token (RFC 7009 §2.2)', async () => {
    expect(await lookupAt().lookup.findActiveAccessToken(await sign({ jti: 'revoked' }))).toBeUndefined()
  })

  it.each<[string, () => Promise<string>]>([
    ['another typ: an ID token', () => sign({}, { typ: 'JWT' })],
    ['no typ', () => sign({}, { typ: undefined })],
    ['no kid', () => sign({}, { kid: undefined })],
    ['another issuer', () => sign({ iss: 'https://other.example' })],
    ['a stranger’s key under our kid', () => sign({}, {}, STRANGER.privateKey)],
    ['a stranger’s key under its own kid', () => sign({}, { kid: STRANGER.kid }, STRANGER.privateKey)],
    ['a stranger’s key in the header', () => sign({}, { jwk: STRANGER.publicJwk }, STRANGER.privateKey)],
    ['our key of another algorithm', () => sign({}, { kid: RS.kid })],
  ])('finds nothing for %s (RFC 8725 §3)', async (_, make) => {
    expect(await lookupAt().lookup.findActiveAccessToken(await make())).toBeUndefined()
  })

  it('refuses alg none and HS256 with the public key before it asks for any key (RFC 8725 §2.1, §3.1)', async () => {
    const { lookup, asked } = lookupAt()
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const input = `${part({ alg: 'HS256', typ: 'at+jwt', kid: ES.kid })}.${part(CLAIMS)}`
    const pem = ES.publicKey.export({ type: 'spki', format: 'pem' })
    const none = `${part({ alg: 'none', typ: 'at+jwt', kid: ES.kid })}.${part(CLAIMS)}.`
    const confused = `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`
    for (const token of [none, confused, new UnsecuredJWT(CLAIMS).encode()]) {
      expect(await lookup.findActiveAccessToken(token)).toBeUndefined()
    }
    expect(asked).toEqual({ keys: 0, revocations: 0 })
  })

  it('refuses another typ before it asks for any key (RFC 8725 §3.11)', async () => {
    const { lookup, asked } = lookupAt()
    expect(await lookup.findActiveAccessToken(await sign({}, { typ: 'JWT' }))).toBeUndefined()
    expect(await lookup.verifyIdTokenHint(await sign())).toBeUndefined()
    expect(asked).toEqual({ keys: 0, revocations: 0 })
  })

  it('asks the revocation list only about tokens that are ours', async () => {
    const { lookup, asked } = lookupAt()
    await lookup.findActiveAccessToken(await sign({}, {}, STRANGER.privateKey))
    expect(asked.revocations).toBe(0)
  })

  it.each(['', '.', '..', 'a', 'a.b.c', 'bnVsbA.bnVsbA.', `${'A'.repeat(9_000)}..`, '{}', '\u0000'])(
    'finds nothing in the malformed text %#, and throws nothing',
    async (text) => {
      const { lookup } = lookupAt()
      expect(await lookup.findActiveAccessToken(text)).toBeUndefined()
      expect(await lookup.verifyIdTokenHint(text)).toBeUndefined()
    },
  )
})

describe('verifyIdTokenHint (OIDC Core §3.1.2.1, RP-Initiated Logout §2)', () => {
  it('takes an ID token of ours, however old', async () => {
    const token = await sign({}, { typ: 'JWT' })
    expect(await lookupAt(10 * 365 * 86_400).lookup.verifyIdTokenHint(token)).toMatchObject({ sub: 'ada' })
  })

  it.each<[string, () => Promise<string>]>([
    ['an access token', () => sign()],
    ['a signed userinfo response, which has no exp', () => sign({ exp: undefined }, { typ: 'JWT' })],
    ['another issuer’s', () => sign({ iss: 'https://other.example' }, { typ: 'JWT' })],
    ['a forged one', () => sign({}, { typ: 'JWT' }, STRANGER.privateKey)],
    ['one whose iat is no number', () => sign({ iat: 'x' }, { typ: 'JWT' })],
  ])('refuses %s (RFC 8725 §3.12)', async (_, make) => {
    expect(await lookupAt().lookup.verifyIdTokenHint(await make())).toBeUndefined()
  })
})
