import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { importKeys } from './verification-key.js'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })

describe('importKeys', () => {
  it('gives a key the algorithms of its kind, or the one that it names (RFC 7517 §4.4)', () => {
    const keys = importKeys({ keys: [ec, rsa, { ...rsa, alg: 'PS256' }] })
    expect(keys.map(({ algorithms }) => algorithms)).toEqual([
      ['ES256'],
      ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
      ['PS256'],
    ])
  })

  it.each([
    ['a symmetric key (RFC 8725 §3.1)', { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }],
    ['a key for encryption (RFC 7517 §4.2)', { ...ec, use: 'enc' }],
    ['a key that may not verify (RFC 7517 §4.3)', { ...ec, key_ops: ['deriveBits'] }],
    ['a key whose alg is of another kind', { ...ec, alg: 'RS256' }],
    ['an RSA key of 1,024 bits (RFC 7518 §3.3)', shortRsa],
    ['a point that is not on the curve', { ...ec, x: 'AAAA' }],
    ['a curve without a JWS algorithm here', { ...ec, crv: 'secp256k1' }],
  ])('leaves out %s', (_, jwk) => {
    expect(importKeys({ keys: [jwk, ec] })).toHaveLength(1)
  })
})
