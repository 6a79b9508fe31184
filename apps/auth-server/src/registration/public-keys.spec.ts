import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { testKey } from '@gatehouse/testing'
import { publicKeys, verifyingAlgs } from './public-keys.js'

const es256 = testKey('ES256').publicJwk
const set = (...keys: object[]) => JSON.stringify({ keys })
const privateJwk = testKey('ES256').privateKey.export({ format: 'jwk' })
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })

describe("a client's public keys (RFC 7517 §5)", () => {
  it('are read from the line or from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-keys-'))
    try {
      writeFileSync(join(folder, 'keys.json'), set(es256))
      expect(publicKeys(join(folder, 'keys.json'))).toEqual({ keys: [es256] })
    } finally {
      rmSync(folder, { recursive: true })
    }
    expect(publicKeys(set(es256, testKey('RS256').publicJwk)).keys).toHaveLength(2)
  })

  it.each([
    ['a private key', set(privateJwk), 'key 1 is a private key (it has "d")'],
    ['a private key behind a public one', set(es256, privateJwk), 'key 2 is a private key'],
    ['a symmetric key', set({ kty: 'oct', k: 'c2VjcmV0' }), 'key 1 is a symmetric key'],
    ['a short RSA key (RFC 7518 §3.3)', set(shortRsa), 'has 1024 bits'],
    ['a point that is not on the curve', set({ ...es256, x: es256.y }), 'is not a public key'],
    ['no key at all', set(), 'at least one key'],
    ['a key that is not in a set', JSON.stringify(es256), 'must be a JWK Set'],
    ['text in the place of a key', '{"keys":["x"]}', 'key 1 is not an object'],
    ['two keys of one id', set(es256, es256), 'the same "kid"'],
    ['a number as id', set({ ...es256, kid: 7 }), 'has a "kid" that is no text'],
    ['broken JSON', '{"keys":', 'is not JSON'],
    ['a file that is not there', '/nowhere/keys.json', 'cannot be read'],
  ])('are refused when they hold %s', (_, text, problem) => {
    expect(() => publicKeys(text)).toThrow(problem)
  })

  it('verify what fits their type, curve, use and alg (RFC 7518 §3.1)', () => {
    const { alg: _, ...anyRsa } = testKey('RS256').publicJwk
    expect(verifyingAlgs(es256)).toEqual(['ES256'])
    expect(verifyingAlgs(anyRsa)).toEqual(['PS256', 'RS256'])
    expect(verifyingAlgs({ ...anyRsa, alg: 'RS512' })).toEqual([])
    expect(verifyingAlgs({ ...es256, use: 'enc' })).toEqual([])
    expect(verifyingAlgs({ kty: 'EC', crv: 'secp256k1' })).toEqual([])
  })
})
