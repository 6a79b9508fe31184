import { createCipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { sha256 } from '@gatehouse/protocol'
import { openResponse, redemptionDigest, sealResponse } from './sealed-response.js'

const RESPONSE = { access_token: 'a', refresh_token: 'next' }

describe('a sealed response (RFC 9700 §4.14.2)', () => {
  it('opens with the token that was presented', () => {
    expect(openResponse('token', sealResponse('token', RESPONSE))).toEqual(RESPONSE)
  })

  it('does not open with another token, nor with what the database holds of it', () => {
    const sealed = sealResponse('token', RESPONSE)
    for (const wrong of [
      'Token',
      '',
      sha256('token').toString('hex'),
      sha256('token').toString('base64url'),
    ]) {
      expect(() => openResponse(wrong, sealed)).toThrow()
    }
  })

  /** As another implementation seals. */
  function sealedUnder(key: Buffer): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const body = Buffer.concat([cipher.update(JSON.stringify(RESPONSE)), cipher.final()])
    return Buffer.concat([nonce, body, cipher.getAuthTag()])
  }

  it('is sealed under a key of one-step derivation by SHA-256 (NIST SP 800-56C §4)', () => {
    const input = [Buffer.from([0, 0, 0, 1]), Buffer.from('token'), Buffer.from('gatehouse refresh response')]
    const key = createHash('sha256').update(Buffer.concat(input)).digest()
    expect(openResponse('token', sealedUnder(key))).toEqual(RESPONSE)
  })

  it('opens also where it was sealed before that, under HKDF-SHA-256 (RFC 5869 §2)', () => {
    const key = Buffer.from(hkdfSync('sha256', 'token', '', 'gatehouse refresh response', 32))
    expect(openResponse('token', sealedUnder(key))).toEqual(RESPONSE)
    expect(() => openResponse('Token', sealedUnder(key))).toThrow()
  })

  it('shows nothing of its content, and differs each time', () => {
    const [one, two] = [sealResponse('token', RESPONSE), sealResponse('token', RESPONSE)]
    expect(one.equals(two)).toBe(false)
    expect(one.toString('latin1')).not.toContain('next')
  })

  it('does not open when any byte was changed or cut off', () => {
    const sealed = sealResponse('token', RESPONSE)
    for (const at of [0, 12, sealed.length - 1]) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(() => openResponse('token', changed)).toThrow()
    }
    expect(() => openResponse('token', sealed.subarray(0, 20))).toThrow()
    expect(() => openResponse('token', Buffer.alloc(0))).toThrow()
  })
})

describe('redemptionDigest', () => {
  const digest = (scope: string[], resource?: string, dpopJkt?: string) =>
    redemptionDigest({ scope, resource, dpopJkt }).toString('hex')

  it('is the same for the same request, whatever the order of its scopes', () => {
    expect(digest(['a', 'b'], 'r')).toBe(digest(['b', 'a'], 'r'))
  })

  it('differs for another scope, resource or key, and nothing can be moved from one to the other', () => {
    const digests = [
      digest(['a', 'b']),
      digest(['a']),
      digest(['a b']),
      digest(['a'], 'b'),
      digest([], 'a'),
      digest([]),
      digest(['a'], undefined, 'b'),
      digest([], undefined, 'a'),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })
})
