import { describe, expect, it } from '@jest/globals'
import { presentedToken } from './presented-token.js'

describe('presentedToken', () => {
  it('reads the Authorization header (RFC 6750 §2.1)', () => {
    expect(presentedToken({ headers: { authorization: 'bearer abc' } })).toBe('abc')
  })

  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['a DPoP token (RFC 9449 §7.1)', { authorization: 'DPoP abc' }],
    ['two tokens in one header', { authorization: 'Bearer abc, Bearer def' }],
  ])('finds none: %s', (_, headers) => {
    expect(presentedToken({ headers })).toBeUndefined()
  })

  it('does not take a token from the query (RFC 9700 §4.3.2)', () => {
    expect(presentedToken({ headers: {}, query: { access_token: 'abc' } })).toBeUndefined()
  })

  it('refuses a token in header and query (RFC 6750 §3.1)', () => {
    const request = { headers: { authorization: 'Bearer abc' }, query: { access_token: 'abc' } }
    expect(() => presentedToken(request)).toThrow(
      expect.objectContaining({ code: 'invalid_request', status: 400 }),
    )
  })

  it.each([
    ['Fastify', { raw: { rawHeaders: ['Authorization', 'Bearer abc', 'authorization', 'Bearer def'] } }],
    ['Express', { rawHeaders: ['Authorization', 'Bearer abc', 'authorization', 'Bearer def'] }],
  ])('refuses two Authorization headers on %s, of which Node shows one', (_, raw) => {
    const request = { headers: { authorization: 'Bearer abc' }, ...raw }
    expect(() => presentedToken(request)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })
})
