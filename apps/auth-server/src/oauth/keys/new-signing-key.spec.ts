import { describe, expect, it } from '@jest/globals'
import { calculateJwkThumbprint } from 'jose'
import { newSigningKey } from './new-signing-key.js'

describe('newSigningKey (RFC 7518 §3.3, §3.4)', () => {
  it.each([
    ['ES256' as const, { kty: 'EC', crv: 'P-256' }],
    ['RS256' as const, { kty: 'RSA', e: 'AQAB' }],
  ])('makes an %s key whose public half tells nothing private', async (alg, form) => {
    const key = await newSigningKey(alg)
    expect(key.publicJwk).toMatchObject({ ...form, alg, use: 'sig', kid: key.kid })
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(key.publicJwk).not.toHaveProperty(secret)
    expect(key.privateKey.type).toBe('private')
  })

  it('takes 2048 bits for RS256, and the thumbprint as kid (RFC 7518 §3.3, RFC 7638 §3)', async () => {
    const key = await newSigningKey('RS256')
    expect(key.privateKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk))
  })

  it('never makes the same key twice', async () => {
    const [one, two] = await Promise.all([newSigningKey('ES256'), newSigningKey('ES256')])
    expect(one.kid).not.toBe(two.kid)
  })
})
