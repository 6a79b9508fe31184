import { describe, expect, it } from '@jest/globals'
import { isSignedJwt, TokenHeaderReader, type SignedJwt } from './token-header.js'

const read = (token: SignedJwt) => new TokenHeaderReader(['ES256', 'RS256']).read(token)

function tokenWith(header: unknown): SignedJwt {
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.c2ln` as SignedJwt
}

describe('TokenHeaderReader', () => {
  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt'])('accepts typ %s (RFC 9068 §4)', (typ) => {
    expect(read(tokenWith({ typ, alg: 'ES256', kid: 'one' }))).toEqual({
      alg: 'ES256',
      kid: 'one',
    })
  })

  it.each([
    ['an ID token, typ JWT (RFC 9068 §5)', { typ: 'JWT', alg: 'ES256' }],
    ['no typ (RFC 8725 §3.11)', { alg: 'ES256' }],
    ['typ logout+jwt', { typ: 'logout+jwt', alg: 'ES256' }],
    ['alg none (RFC 8725 §3.1)', { typ: 'at+jwt', alg: 'none' }],
    ['alg NoNe', { typ: 'at+jwt', alg: 'NoNe' }],
    ['a symmetric alg (RFC 8725 §3.1)', { typ: 'at+jwt', alg: 'HS256' }],
    ['an asymmetric alg that is not in the list', { typ: 'at+jwt', alg: 'ES512' }],
    ['an alg list', { typ: 'at+jwt', alg: ['ES256'] }],
    [
      'a critical header that is not understood (RFC 7515 §4.1.11)',
      { typ: 'at+jwt', alg: 'ES256', crit: ['b64'] },
    ],
    ['a kid that is no string', { typ: 'at+jwt', alg: 'ES256', kid: { $ne: '' } }],
    ['a header that is null', null],
    ['a header that is a list', ['at+jwt']],
    ['a header that is text', 'at+jwt'],
  ])('refuses %s', (_, header) => {
    expect(() => read(tokenWith(header))).toThrow(
      expect.objectContaining({ code: 'invalid_token', status: 401 }),
    )
  })

  it('refuses a header that is no JSON', () => {
    expect(() => read('e3.e30.c2ln' as SignedJwt)).toThrow('not a JSON object')
  })

  it('refuses a token of more than 8,192 characters without decoding it', () => {
    const token = `${tokenWith({ typ: 'at+jwt', alg: 'ES256' })}${'A'.repeat(8_192)}` as SignedJwt
    expect(() => read(token)).toThrow('too long')
  })
})

describe('TokenHeaderReader, of one token after another', () => {
  it('keeps to each its own header', () => {
    const reader = new TokenHeaderReader(['ES256', 'RS256'])
    const header = { typ: 'at+jwt', alg: 'ES256', kid: 'one' }
    for (const change of [{}, {}, { kid: 'two' }, { alg: 'RS256' }, {}]) {
      const { alg, kid } = { ...header, ...change }
      expect(reader.read(tokenWith({ ...header, ...change }))).toEqual({ alg, kid })
    }
  })

  it('refuses each time what it refuses once, also between two that pass', () => {
    const reader = new TokenHeaderReader(['ES256'])
    const [good, bad] = [tokenWith({ typ: 'at+jwt', alg: 'ES256' }), tokenWith({ typ: 'JWT', alg: 'ES256' })]
    for (let time = 0; time < 2; time += 1) {
      expect(reader.read(good)).toMatchObject({ alg: 'ES256' })
      expect(() => reader.read(bad)).toThrow('at+jwt')
      expect(() => reader.read(bad)).toThrow('at+jwt')
      expect(() => reader.read((good + 'A'.repeat(8_192)) as SignedJwt)).toThrow('too long')
    }
  })
})

describe('isSignedJwt', () => {
  it('is true of three parts in base64url (RFC 7515 §7.1)', () => {
    expect(isSignedJwt('e30.e30.c2ln')).toBe(true)
  })

  it.each([
    ['an opaque token', 'mF_9.B5f-4.1JqM~'],
    ['two parts only', 'e30.e30'],
    ['an unsecured JWT with an empty signature (RFC 7519 §6.1)', 'e30.e30.'],
    ['a JWE with five parts', 'e30.e30.e30.e30.e30'],
    ['characters outside base64url', 'e30.e+0.c2ln'],
    ['padding', 'e30.e30.c2ln=='],
    ['a line that follows', 'e30.e30.c2ln\n'],
    ['nothing', ''],
  ])('is false of %s', (_, token) => {
    expect(isSignedJwt(token)).toBe(false)
  })
})
