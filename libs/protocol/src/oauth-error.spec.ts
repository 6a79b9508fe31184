import { describe, expect, it } from '@jest/globals'
import { OAUTH_ERROR_CODES, type OAuthErrorCode } from '@gatehouse/token-types'
import fc from 'fast-check'
import { OAuthError } from './oauth-error.js'

describe('OAuthError', () => {
  it.each<[OAuthErrorCode, number]>([
    ['invalid_client', 401],
    ['invalid_token', 401],
    ['insufficient_user_authentication', 401],
    ['insufficient_scope', 403],
    ['server_error', 500],
    ['temporarily_unavailable', 503],
    ['invalid_grant', 400],
    ['invalid_dpop_proof', 400],
  ])('%s has status %d by default (RFC 6749 §5.2, RFC 6750 §3.1)', (code, status) => {
    expect(new OAuthError(code, { description: 'No.' }).status).toBe(status)
  })

  it('takes another status where the endpoint demands one (RFC 9449 §7.1)', () => {
    expect(new OAuthError('invalid_dpop_proof', { description: 'No.', status: 401 }).status).toBe(401)
  })

  it('serialises to error and error_description alone, never its detail or its cause (RFC 6749 §5.2)', () => {
    const error = new OAuthError('invalid_grant', {
      description: 'The code is not valid.',
      detail: { rule: 'A code is used once.', got: 'a second use' },
      cause: new Error('row already redeemed'),
    })
    expect(JSON.parse(JSON.stringify(error))).toStrictEqual({
      error: 'invalid_grant',
      error_description: 'The code is not valid.',
    })
    expect(error.detail).toStrictEqual({ rule: 'A code is used once.', got: 'a second use' })
    expect(error.cause).toBeInstanceOf(Error)
  })

  it('is an Error whose message tells the code and the description', () => {
    const error = new OAuthError('access_denied', { description: 'The person said no.' })
    expect(error).toBeInstanceOf(Error)
    expect(error.message).toBe('access_denied: The person said no.')
  })

  it('replaces quotation marks, backslashes and line breaks in the description (RFC 6749 §5.2)', () => {
    const { description } = new OAuthError('invalid_request', { description: 'a "b" c\\d\r\nSet-Cookie: é' })
    expect(description).toBe("a 'b' c/d??Set-Cookie: ?")
  })

  it('never sends a character outside the error_description grammar, for any code (RFC 6749 §5.2)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OAUTH_ERROR_CODES),
        fc.string({ unit: 'binary' }),
        (code, description) => {
          const sent = new OAuthError(code, { description }).toJSON()
          expect(sent.error).toBe(code)
          expect(sent.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/)
        },
      ),
    )
  })
})
