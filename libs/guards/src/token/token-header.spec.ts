import { describe, expect, it } from '@jest/globals'
import { readTokenHeader } from './token-header.js'

const ALGORITHMS = ['ES256', 'RS256']

function tokenWith(header: unknown): string {
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.c2ln`
}

describe('readTokenHeader', () => {
  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt'])('accepts typ %s (RFC 9068 §4)', (typ) => {
    expect(readTokenHeader(tokenWith({ typ, alg: 'ES256', kid: 'one' }), ALGORITHMS)).toEqual({
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
  ])('refuses %s', (_, header) => {
    expect(() => readTokenHeader(tokenWith(header), ALGORITHMS)).toThrow(
      expect.objectContaining({ code: 'invalid_token', status: 401 }),
    )
  })

  it.each([
    ['an opaque token', 'mF_9.B5f-4.1JqM'],
    ['two parts only', 'e30.e30'],
    ['an unsecured JWT with an empty signature (RFC 7519 §6.1)', 'e30.e30.'],
    ['a JWE with five parts', 'e30.e30.e30.e30.e30'],
    ['characters outside base64url', 'e30.e 0.c2ln'],
  ])('refuses %s', (_, token) => {
    expect(() => readTokenHeader(token, ALGORITHMS)).toThrow(
      expect.objectContaining({ code: 'invalid_token' }),
    )
  })

  it('refuses a token of more than 8,192 characters without decoding it', () => {
    const token = `${tokenWith({ typ: 'at+jwt', alg: 'ES256' })}${'A'.repeat(8_192)}`
    expect(() => readTokenHeader(token, ALGORITHMS)).toThrow('too long')
  })
})
