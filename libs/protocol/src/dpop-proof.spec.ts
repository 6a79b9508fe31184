import { createHmac, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DpopKeys } from './dpop-keys.js'
import { aProof, AT_TOKEN_ENDPOINT, EC_KEY, KEYS, NOW, proofKey } from './dpop-proof.fixture.js'
import { verifyDpopProof } from './dpop-proof.js'
import type { DpopExpectation } from './dpop-rules.js'
import { sha256Base64url } from './hash.js'
import { jwkThumbprint } from './jwk-thumbprint.js'
import { OAuthError } from './oauth-error.js'

const SECONDS = NOW.getTime() / 1000
const ACCESS_TOKEN = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU'

/** The rule that refuses the proof, after its code and status; or what it threw, or gave. */
function outcome(proof: string, change: Partial<DpopExpectation> = {}): string {
  try {
    return `accepted ${verifyDpopProof(proof, { ...AT_TOKEN_ENDPOINT, ...change }).jkt}`
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return `${error.status} ${error.code} ${error.detail?.rule}`
  }
}

const ACCEPTED = `accepted ${jwkThumbprint(EC_KEY.publicJwk)}`
const refusedBy = (rule: string) => `400 invalid_dpop_proof dpop.${rule}`

describe('verifyDpopProof', () => {
  it.each(KEYS)('accepts a right proof by $alg and names its key (RFC 9449 §4.3)', (key) => {
    const proof = aProof({ key, payload: { jti: 'one' } })
    expect(verifyDpopProof(proof, AT_TOKEN_ENDPOINT)).toStrictEqual({
      jkt: jwkThumbprint(key.publicJwk),
      jti: 'one',
      issuedAt: SECONDS,
    })
  })

  it.each([
    ['', 'malformed'],
    ['a.b', 'malformed'],
    ['e30.e30.', 'typ'],
    ['bnVsbA.e30.x', 'malformed'],
    ['W10.e30.x', 'malformed'],
    [`${aProof()}, ${aProof()}`, 'malformed'],
    [`${aProof()}=`, 'malformed'],
    [`${aProof()}\n`, 'malformed'],
    ['a.'.repeat(5_000), 'malformed'],
  ])('refuses what is no JWT: %.40j (RFC 9449 §4.3 rule 2)', (proof, rule) => {
    expect(outcome(proof)).toBe(refusedBy(rule))
  })

  it.each(['jti', 'htm', 'htu', 'iat'])('refuses a proof without %s (RFC 9449 §4.3 rule 3)', (claim) => {
    expect(outcome(aProof({ payload: { [claim]: undefined } }))).toMatch(/^400 invalid_dpop_proof dpop\./)
    expect(outcome(aProof({ payload: { [claim]: {} } }))).toMatch(/^400 invalid_dpop_proof dpop\./)
  })

  it.each([undefined, 'JWT', 'at+jwt', 'DPOP+JWT', ['dpop+jwt']])(
    'refuses typ %j, so that no other JWT of the client is a proof (RFC 9449 §4.3 rule 4)',
    (typ) => expect(outcome(aProof({ header: { typ } }))).toBe(refusedBy('typ')),
  )

  it.each([undefined, 'none', 'None', 'HS256', 'ES512', 'RSA1_5', '__proto__', 'constructor', ['ES256']])(
    'refuses alg %j (RFC 9449 §4.3 rule 5)',
    (alg) => expect(outcome(aProof({ header: { alg } }))).toBe(refusedBy('alg')),
  )

  it('refuses an algorithm that is not in the list of the server (RFC 9449 §4.3 rule 5)', () => {
    expect(outcome(aProof(), { algorithms: ['PS256'] })).toBe(refusedBy('alg'))
  })

  it('refuses alg none without a signature (RFC 9449 §4.3 rule 5)', () => {
    expect(outcome(aProof({ header: { alg: 'none' }, signature: '' }))).toBe(refusedBy('alg'))
  })

  it('refuses HS256 with a symmetric jwk (RFC 9449 §4.2)', () => {
    const key = Buffer.alloc(32, 7)
    const jwk = { kty: 'oct', k: key.toString('base64url') }
    const input = aProof({ header: { alg: 'HS256', jwk }, signature: '' }).slice(0, -1)
    const signature = createHmac('sha256', key).update(input).digest('base64url')
    expect(outcome(`${input}.${signature}`)).toBe(refusedBy('jwk_private'))
  })

  it('refuses a signature by another key, a changed payload and an empty signature (RFC 9449 §4.3 rule 6)', () => {
    const other = proofKey('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }))
    expect(outcome(aProof({ key: other, header: { jwk: EC_KEY.publicJwk } }))).toBe(refusedBy('signature'))
    const [header, , signature] = aProof().split('.')
    expect(outcome([header, aProof().split('.')[1], signature].join('.'))).toBe(refusedBy('signature'))
    expect(outcome(aProof({ signature: '' }))).toBe(refusedBy('signature'))
    expect(outcome(aProof({ signature: Buffer.alloc(64).toString('base64url') }))).toBe(
      refusedBy('signature'),
    )
  })

  it.each(KEYS)('refuses a jwk of $alg with its private half (RFC 9449 §4.3 rule 7)', (key) => {
    const jwk = key.privateKey.export({ format: 'jwk' })
    expect(outcome(aProof({ key, header: { jwk } }))).toBe(refusedBy('jwk_private'))
  })

  it.each([
    undefined,
    null,
    'a key',
    [],
    {},
    { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
    { kty: '__proto__' },
  ])('refuses the jwk %j (RFC 9449 §4.2)', (jwk) =>
    expect(outcome(aProof({ header: { jwk } }))).toMatch(/^400 invalid_dpop_proof dpop\.jwk/),
  )

  it('refuses a key that is not of the alg (RFC 7515 §5.2)', () => {
    for (const signing of KEYS) {
      for (const claimed of KEYS.filter(({ publicJwk }) => publicJwk['crv'] !== signing.publicJwk['crv'])) {
        expect(outcome(aProof({ key: signing, header: { alg: claimed.alg } }))).toBe(refusedBy('jwk'))
      }
    }
  })

  it('refuses an RSA key that is too small, too large or slow (RFC 7518 §3.3)', () => {
    const small = proofKey('RS256', generateKeyPairSync('rsa', { modulusLength: 1024 }))
    expect(outcome(aProof({ key: small }))).toBe(refusedBy('jwk'))
    const large = { ...small.publicJwk, n: Buffer.alloc(1_024, 0xff).toString('base64url') }
    expect(outcome(aProof({ key: small, header: { jwk: large } }))).toBe(refusedBy('jwk'))
    const slow = { ...KEYS[3]?.publicJwk, e: Buffer.alloc(255, 0x7f).toString('base64url') }
    expect(outcome(aProof({ key: small, header: { jwk: slow } }))).toBe(refusedBy('jwk'))
  })

  it('refuses crit, for nothing critical is understood (RFC 7515 §4.1.11)', () => {
    expect(outcome(aProof({ header: { crit: ['b64'], b64: false } }))).toBe(refusedBy('crit'))
  })

  it.each(['GET', 'post', 'POST ', '', ['POST']])(
    'refuses htm %j at a POST (RFC 9449 §4.3 rule 8)',
    (htm) => {
      expect(outcome(aProof({ payload: { htm } }))).toBe(refusedBy('htm'))
    },
  )

  it('refuses the htu of another endpoint (RFC 9449 §4.3 rule 9)', () => {
    expect(outcome(aProof({ payload: { htu: 'https://id.example/oauth2/userinfo' } }))).toBe(refusedBy('htu'))
  })

  it.each([undefined, '', 'old', 'now ', ['now']])(
    'asks for a nonce where it is %j (RFC 9449 §8)',
    (nonce) => {
      const proof = aProof({ payload: { nonce } })
      expect(outcome(proof, { acceptedNonces: ['now', 'before'] })).toBe('400 use_dpop_nonce dpop.nonce')
    },
  )

  it('accepts each nonce of the server, and any where none is wanted (RFC 9449 §4.3 rule 10)', () => {
    const proof = aProof({ payload: { nonce: 'before' } })
    expect(outcome(proof, { acceptedNonces: ['now', 'before'] })).toBe(ACCEPTED)
    expect(outcome(proof)).toBe(ACCEPTED)
  })

  it('never tells a nonce to whoever has no key: the signature comes first (RFC 9449 §8)', () => {
    expect(outcome(aProof({ signature: '' }), { acceptedNonces: ['now'] })).toBe(refusedBy('signature'))
  })

  it.each([
    [-61, 'iat_old'],
    [61, 'iat_future'],
    [1e300, 'iat_future'],
  ])('refuses an iat of %d seconds from now (RFC 9449 §4.3 rule 11)', (seconds, rule) => {
    expect(outcome(aProof({ payload: { iat: SECONDS + seconds } }))).toBe(refusedBy(rule))
  })

  it('accepts iat within the window on both sides (RFC 9449 §11.1)', () => {
    for (const seconds of [-60, -0.5, 60]) {
      expect(outcome(aProof({ payload: { iat: SECONDS + seconds } }))).toBe(ACCEPTED)
    }
    expect(outcome(aProof({ payload: { iat: SECONDS - 6 } }), { maxAgeSeconds: 5 })).toBe(
      refusedBy('iat_old'),
    )
  })

  it('wants the hash of the access token at a resource, and answers 401 (RFC 9449 §4.3 rule 12, §7.1)', () => {
    const at = { accessToken: ACCESS_TOKEN }
    expect(outcome(aProof({ payload: { ath: sha256Base64url(ACCESS_TOKEN) } }), at)).toBe(ACCEPTED)
    for (const ath of [undefined, '', ACCESS_TOKEN, sha256Base64url('another'), 7]) {
      expect(outcome(aProof({ payload: { ath } }), at)).toBe('401 invalid_dpop_proof dpop.ath')
    }
    const proof = aProof({ payload: { ath: sha256Base64url(ACCESS_TOKEN) } })
    expect(outcome(proof, { ...at, acceptedNonces: ['now'] })).toBe('401 use_dpop_nonce dpop.nonce')
  })

  it.each(['', 'x'.repeat(257)])(
    'refuses a jti that is empty or too long to keep (RFC 9449 §11.1)',
    (jti) => {
      expect(outcome(aProof({ payload: { jti } }))).toBe(refusedBy('jti'))
    },
  )
})

describe('verifyDpopProof, whatever comes', () => {
  const anything = fc
    .anything({ withObjectString: true, withNullPrototype: false })
    .map((value) => ({ value }))
  const json = fc.jsonValue()

  it('throws nothing but OAuthError for any text (RFC 9449 §4.3 rule 2)', () => {
    const segment = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url'))
    const jws = fc.tuple(segment, segment, segment).map((parts) => parts.join('.'))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), jws), (proof) => {
        expect(outcome(proof)).toMatch(/^400 invalid_dpop_proof/)
      }),
    )
  })

  it('throws nothing but OAuthError for any value of any member (RFC 9449 §4.2)', () => {
    const name = fc.constantFrom('typ', 'alg', 'jwk', 'crit', 'jti', 'htm', 'htu', 'iat', 'nonce')
    fc.assert(
      fc.property(name, fc.oneof(json, anything), (member, value) => {
        const change = { [member]: value }
        expect(outcome(aProof({ header: change, payload: change }))).toMatch(
          /^400 invalid_dpop_proof|^accepted /,
        )
      }),
    )
  })

  it('throws nothing but OAuthError for any member of a jwk (RFC 7517 §4)', () => {
    const kty = fc.constantFrom('EC', 'OKP', 'RSA', 'oct')
    const member = fc.oneof(
      fc.base64String().map((text) => text.replace(/\W/g, '')),
      json,
    )
    const jwk = fc.record({
      kty,
      crv: fc.oneof(fc.constantFrom('P-256', 'Ed25519'), json),
      x: member,
      y: member,
      e: member,
      n: member,
    })
    fc.assert(
      fc.property(jwk, fc.constantFrom(...KEYS), (value, key) => {
        expect(outcome(aProof({ key, header: { jwk: value } }))).toMatch(/^400 invalid_dpop_proof dpop\.jwk/)
      }),
    )
  })

  it('accepts no proof of which one character was changed (RFC 9449 §4.3 rule 6)', () => {
    const proof = aProof()
    fc.assert(
      fc.property(fc.nat(proof.length - 3), fc.constantFrom(...'AZaz09_-.'), (at, character) => {
        if (proof[at] === character) return
        expect(outcome(proof.slice(0, at) + character + proof.slice(at + 1))).toMatch(/^400 /)
      }),
    )
  })
})

describe('DpopKeys', () => {
  it('imports a key once and gives the same one again (RFC 7638 §1)', () => {
    const keys = new DpopKeys()
    const first = keys.import(EC_KEY.publicJwk)
    expect(first?.thumbprint).toBe(jwkThumbprint(EC_KEY.publicJwk))
    expect(keys.import({ ...EC_KEY.publicJwk, use: 'sig' })).toBe(first)
  })

  it('lets the key that was used longest ago go when it is full', () => {
    const keys = new DpopKeys(2)
    const [one, two, three] = KEYS.map(
      ({ publicJwk }) =>
        () =>
          keys.import(publicJwk),
    )
    const kept = one?.()
    const dropped = two?.()
    one?.()
    three?.()
    expect(one?.()).toBe(kept)
    expect(two?.()).not.toBe(dropped)
  })

  it('verifies as strictly with a kept key as with a new one (RFC 9449 §4.3 rule 6)', () => {
    const keys = new DpopKeys()
    expect(outcome(aProof(), { keys })).toBe(ACCEPTED)
    expect(outcome(aProof({ signature: '' }), { keys })).toBe(refusedBy('signature'))
    const jwk = EC_KEY.privateKey.export({ format: 'jwk' })
    expect(outcome(aProof({ header: { jwk } }), { keys })).toBe(refusedBy('jwk_private'))
    expect(outcome(aProof({ header: { alg: 'EdDSA' } }), { keys })).toBe(refusedBy('jwk'))
  })
})
