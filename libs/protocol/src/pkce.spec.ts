import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { challengeOf, isCodeChallenge, isCodeVerifier, matchesCodeChallenge } from './pkce.js'

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const unreserved = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'
const verifiers = fc.string({
  unit: fc.constantFrom(...Array.from(unreserved)),
  minLength: 43,
  maxLength: 128,
})

describe('PKCE with S256', () => {
  it('gives the challenge of the example (RFC 7636 Appendix B)', () => {
    expect(challengeOf(VERIFIER)).toBe(CHALLENGE)
    expect(matchesCodeChallenge(VERIFIER, CHALLENGE)).toBe(true)
  })

  it('accepts every well-formed verifier against its own challenge (RFC 7636 §4.6)', () => {
    fc.assert(
      fc.property(verifiers, (verifier) => {
        expect(isCodeVerifier(verifier)).toBe(true)
        expect(isCodeChallenge(challengeOf(verifier))).toBe(true)
        expect(matchesCodeChallenge(verifier, challengeOf(verifier))).toBe(true)
      }),
    )
  })

  it('refuses the verifier of another challenge (RFC 7636 §4.6)', () => {
    fc.assert(
      fc.property(verifiers, verifiers, (one, other) => {
        fc.pre(one !== other)
        expect(matchesCodeChallenge(one, challengeOf(other))).toBe(false)
      }),
    )
  })

  it('refuses the challenge itself as verifier: plain is not offered (RFC 9700 §2.1.1)', () => {
    expect(matchesCodeChallenge(CHALLENGE, CHALLENGE)).toBe(false)
  })

  it.each([
    ['is empty', ''],
    ['has 42 characters', 'a'.repeat(42)],
    ['has 129 characters', 'a'.repeat(129)],
    ['holds a reserved character', `${'a'.repeat(43)}+`],
    ['ends in a line break', `${'a'.repeat(43)}\n`],
    ['holds a letter outside ASCII', `${'a'.repeat(43)}é`],
  ])('refuses a verifier that %s, even where its hash is the challenge (RFC 7636 §4.1)', (_, verifier) => {
    expect(isCodeVerifier(verifier)).toBe(false)
    expect(matchesCodeChallenge(verifier, challengeOf(verifier))).toBe(false)
  })

  it.each([
    ['is empty', ''],
    ['is too short', CHALLENGE.slice(1)],
    ['is too long', `${CHALLENGE}A`],
    ['is padded', `${CHALLENGE}=`],
    ['is base64 rather than base64url', CHALLENGE.replace('-', '+')],
    ['ends in a line break', `${CHALLENGE}\n`],
  ])('refuses a challenge that %s (RFC 7636 §4.2)', (_, challenge) => {
    expect(isCodeChallenge(challenge)).toBe(false)
    expect(matchesCodeChallenge(VERIFIER, challenge)).toBe(false)
  })
})
