import { describe, expect, it } from '@jest/globals'
import { ClientError, ResponseBodyError } from 'openid-client'
import { inspect } from 'node:util'
import { isRefusal, requestFailure } from './request-failure.js'
import { TokenRequestFailed } from './token-request-failed.js'

const now = new Date('2026-01-01T12:00:00Z')

function refused(status: number, error: string, headers: Record<string, string> = {}): ResponseBodyError {
  const response = new Response(null, { status, headers })
  return new ResponseBodyError('refused', { cause: { error, error_description: 'Why.' }, response })
}

function unexpected(status: number, body: string, headers: Record<string, string> = {}): ClientError {
  const cause = new Response(body, { status, headers })
  return new ClientError('unexpected HTTP response status code', { cause })
}

function unreachable(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('socket'), { code }) })
}

describe('requestFailure', () => {
  it('names the error code, the description and the status of the server (RFC 6749 §5.2)', async () => {
    const { error, isFinal } = await requestFailure(refused(400, 'invalid_scope'), now)
    expect(error).toMatchObject({ code: 'invalid_scope', status: 400, message: 'invalid_scope: Why.' })
    expect(isFinal).toBe(true)
  })

  it.each([500, 502, 503, 504, 429, 408])('has another try after status %s', async (status) => {
    const { error, isFinal } = await requestFailure(unexpected(status, '<h1>Oops</h1>'), now)
    expect(error).toMatchObject({ code: undefined, status, message: `HTTP status ${status}` })
    expect(isFinal).toBe(false)
  })

  it.each([400, 401, 403, 404])('has none after status %s, even without an OAuth error', async (status) => {
    expect((await requestFailure(unexpected(status, '<h1>Oops</h1>'), now)).isFinal).toBe(true)
  })

  it('has none after a redirect or a page where JSON was expected', async () => {
    expect((await requestFailure(unexpected(302, ''), now)).isFinal).toBe(true)
    expect((await requestFailure(unexpected(200, '<h1>Sign in</h1>'), now)).isFinal).toBe(true)
  })

  it.each(['ECONNRESET', 'ECONNREFUSED', 'UND_ERR_SOCKET'])(
    'has another try after %s and names it',
    async (code) => {
      const { error, isFinal } = await requestFailure(unreachable(code), now)
      expect(isFinal).toBe(false)
      expect(error.message).toContain(code)
      expect(error.code).toBeUndefined()
    },
  )

  it.each(['OAUTH_TIMEOUT', 'OAUTH_PARSE_ERROR'])('has another try after a lost answer: %s', async (code) => {
    expect((await requestFailure(Object.assign(new ClientError('lost'), { code }), now)).isFinal).toBe(false)
  })

  it('has none after a mistake in the use of the library', async () => {
    const mistake = Object.assign(new TypeError('wrong argument'), { code: 'ERR_INVALID_ARG_TYPE' })
    expect((await requestFailure(mistake, now)).isFinal).toBe(true)
    expect((await requestFailure('a string', now)).isFinal).toBe(true)
  })

  it('keeps nothing of an answer that is broken but holds a token', async () => {
    const cause = { body: { access_token: 'at-secret', token_type: 'mac' } }
    const { error } = await requestFailure(new ClientError('unsupported operation', { cause }), now)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('at-secret')
  })

  it.each([
    ['3', 3_000],
    ['Thu, 01 Jan 2026 12:00:07 GMT', 7_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
  ])('reads Retry-After: %s (RFC 9110 §10.2.3)', async (header, expected) => {
    const failure = unexpected(503, '', { 'retry-after': header })
    expect((await requestFailure(failure, now)).waitMs).toBe(expected)
  })

  it('leaves a failure of its own as it is', async () => {
    const own = new TokenRequestFailed('no')
    expect(await requestFailure(own, now)).toEqual({ error: own, isFinal: true, waitMs: 0 })
  })
})

describe('isRefusal', () => {
  it('is true where the server has decided', () => {
    expect(isRefusal(refused(400, 'invalid_grant'))).toBe(true)
  })

  it('is false where the outcome is unknown', () => {
    for (const cause of [
      unexpected(500, ''),
      unexpected(429, ''),
      unexpected(200, ''),
      unreachable('ECONNRESET'),
    ])
      expect(isRefusal(cause)).toBe(false)
  })
})
