import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { equalBytes, leftHalfHash, sha256, sha256Base64url } from './hash.js'

describe('sha256', () => {
  it('gives the digest of the FIPS 180-4 example', () => {
    expect(sha256('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('gives the same digest for a text and for its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => sha256(text).equals(sha256(Buffer.from(text)))),
    )
  })

  it('writes base64url without padding (RFC 4648 §5)', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(sha256Base64url(text)).toMatch(/^[A-Za-z0-9_-]{43}$/)
      }),
    )
  })
})

describe('leftHalfHash', () => {
  it.each(['RS256', 'ES256'] as const)(
    'gives the at_hash of the example for %s (OIDC Core Appendix A.3)',
    (alg) => {
      expect(leftHalfHash('jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y', alg)).toBe('77QmUPtjPfzWtF2AnpK9RQ')
    },
  )

  it('gives another value for another token (OIDC Core §3.1.3.8)', () => {
    expect(leftHalfHash('another', 'ES256')).not.toBe('77QmUPtjPfzWtF2AnpK9RQ')
  })
})

describe('equalBytes', () => {
  it('agrees with comparison byte by byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0)
        expect(equalBytes(a, Uint8Array.from(a))).toBe(true)
      }),
    )
  })

  it('refuses a prefix of the expected bytes instead of throwing', () => {
    expect(equalBytes(Buffer.from('secret'), Buffer.from('sec'))).toBe(false)
    expect(equalBytes(Buffer.from(''), Buffer.from('sec'))).toBe(false)
  })
})
