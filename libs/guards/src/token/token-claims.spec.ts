import { describe, expect, it } from '@jest/globals'
import { assertAcceptable } from './token-claims.js'

const NOW = new Date('2026-11-21T12:00:00Z')
const nowSeconds = NOW.getTime() / 1000
const expected = { issuer: 'https://id.example', audience: 'https://api.example', clockSkewSeconds: 30 }
const claims = {
  iss: expected.issuer,
  sub: 'person',
  aud: expected.audience,
  exp: nowSeconds + 60,
  iat: nowSeconds,
  jti: 'one',
  client_id: 'app',
}

describe('assertAcceptable', () => {
  it.each([
    ['a complete token (RFC 9068 §2.2)', {}],
    ['an audience among several (RFC 7519 §4.1.3)', { aud: ['https://other.example', expected.audience] }],
    ['an exp that passed within the skew', { exp: nowSeconds - 29 }],
    ['an iat ahead within the skew', { iat: nowSeconds + 30 }],
    ['an nbf that has come', { nbf: nowSeconds + 30 }],
    ['an empty scope', { scope: '' }],
  ])('accepts %s', (_, change) => {
    expect(() => assertAcceptable({ ...claims, ...change }, expected, NOW)).not.toThrow()
  })

  it.each([
    ['another issuer (RFC 9068 §4)', { iss: 'https://id.example/' }, 'issuer'],
    ['another audience (RFC 9068 §4)', { aud: 'https://api.example/v2' }, 'audience'],
    ['no audience in the list', { aud: [] }, 'audience'],
    ['exp behind by the whole skew (RFC 7519 §4.1.4)', { exp: nowSeconds - 30 }, 'expired'],
    ['nbf ahead of the skew (RFC 7519 §4.1.5)', { nbf: nowSeconds + 31 }, 'not valid yet'],
    ['iat ahead of the skew (RFC 7519 §4.1.6)', { iat: nowSeconds + 31 }, 'in the future'],
    ['an exp that is text', { exp: String(nowSeconds + 60) }, 'RFC 9068'],
    ['an exp that is not finite', { exp: Number.POSITIVE_INFINITY }, 'RFC 9068'],
    ['no exp', { exp: undefined }, 'RFC 9068'],
    ['no jti', { jti: undefined }, 'RFC 9068'],
    ['an empty sub', { sub: '' }, 'RFC 9068'],
    ['no client_id', { client_id: undefined }, 'RFC 9068'],
    ['no aud', { aud: undefined }, 'RFC 9068'],
    ['a scope that is a list', { scope: ['accounts:read'] }, 'RFC 9068'],
    ['roles that are text', { roles: 'auditor' }, 'RFC 9068'],
  ])('refuses %s', (_, change, reason) => {
    expect(() => assertAcceptable({ ...claims, ...change }, expected, NOW)).toThrow(reason)
  })

  it.each([undefined, null, 'text', 7])('refuses the payload %p', (payload) => {
    expect(() => assertAcceptable(payload, expected, NOW)).toThrow(
      expect.objectContaining({ code: 'invalid_token' }),
    )
  })
})
