import { describe, expect, it } from '@jest/globals'
import { presentedCredentials, targetOf } from './presented-token.js'

describe('presentedCredentials', () => {
  it('reads the Authorization header (RFC 6750 §2.1)', () => {
    expect(presentedCredentials({ headers: { authorization: 'bearer abc' } })).toEqual({
      scheme: 'Bearer',
      token: 'abc',
    })
  })

  it('tells a token with a proof from one without (RFC 9449 §7.1)', () => {
    const headers = { authorization: 'DPoP abc' }
    expect(presentedCredentials({ headers })).toEqual({ scheme: 'DPoP', token: 'abc' })
  })

  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['two tokens in one header', { authorization: 'Bearer abc, Bearer def' }],
  ])('finds none: %s', (_, headers) => {
    expect(presentedCredentials({ headers })).toBeUndefined()
  })

  it('does not take a token from the query (RFC 9700 §4.3.2)', () => {
    expect(presentedCredentials({ headers: {}, query: { access_token: 'abc' } })).toBeUndefined()
  })

  it('refuses a token in header and query (RFC 6750 §3.1)', () => {
    const request = { headers: { authorization: 'Bearer abc' }, query: { access_token: 'abc' } }
    expect(() => presentedCredentials(request)).toThrow(
      expect.objectContaining({ code: 'invalid_request', status: 400 }),
    )
  })

  it.each([
    ['Fastify', { raw: { rawHeaders: ['Authorization', 'Bearer abc', 'authorization', 'Bearer def'] } }],
    ['Express', { rawHeaders: ['Authorization', 'Bearer abc', 'authorization', 'Bearer def'] }],
  ])('refuses two Authorization headers on %s, of which Node shows one', (_, raw) => {
    const request = { headers: { authorization: 'Bearer abc' }, ...raw }
    expect(() => presentedCredentials(request)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })
})

describe('targetOf', () => {
  it.each([
    ['/things?x=1', '/things?x=1'],
    ['http://elsewhere.example/things', ''],
    ['*', ''],
    [undefined, ''],
  ])('reads %j as %j (RFC 9112 §3.2)', (originalUrl, target) => {
    expect(targetOf({ headers: {}, ...(originalUrl !== undefined && { originalUrl }) })).toBe(target)
  })
})
