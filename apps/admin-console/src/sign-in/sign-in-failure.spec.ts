import { describe, expect, it } from '@jest/globals'
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import de from '../i18n/de/shell.json' with { type: 'json' }
import en from '../i18n/en/shell.json' with { type: 'json' }
import { failureCodeIn, failureCodeOf, referenceIn, SIGN_IN_FAILURE_CODES } from './sign-in-failure'

const authorizationError = (error: string) =>
  new AuthorizationResponseError('refused', { cause: new URLSearchParams({ error }) })
const tokenError = (error: string) =>
  new ResponseBodyError('refused', { cause: { error }, response: new Response(null, { status: 400 }) })
const clientError = (code: string) => Object.assign(new ClientError('refused'), { code })

describe('failureCodeOf', () => {
  it.each([
    ['the person cancels (RFC 6749 §4.1.2.1)', authorizationError('access_denied'), 'access_denied'],
    ['the request is refused (RFC 6749 §4.1.2.1)', authorizationError('invalid_scope'), 'server_refused'],
    ['the client secret is wrong (RFC 6749 §5.2)', tokenError('invalid_client'), 'client_rejected'],
    ['the grant is not allowed (RFC 6749 §5.2)', tokenError('unauthorized_client'), 'client_rejected'],
    ['the code is used up (RFC 6749 §5.2)', tokenError('invalid_grant'), 'server_refused'],
    ['the answer takes too long', clientError('OAUTH_TIMEOUT'), 'server_unreachable'],
    [
      'an ID token claim is wrong (OIDC Core §3.1.3.7)',
      clientError('OAUTH_JWT_CLAIM_COMPARISON_FAILED'),
      'response_invalid',
    ],
    [
      'nobody listens',
      new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }),
      'server_unreachable',
    ],
    ['the console itself is wrong', new TypeError('x is not a function'), 'unexpected'],
    ['anything else is thrown', 'text', 'unexpected'],
  ])('when %s', (_case, error, code) => {
    expect(failureCodeOf(error)).toBe(code)
  })
})

describe('every failure', () => {
  it.each(SIGN_IN_FAILURE_CODES)('%s has a sentence and a remedy in each language', (code) => {
    for (const messages of [en, de]) {
      expect(messages.signInFailed[code]).toEqual({
        sentence: expect.any(String),
        remedy: expect.any(String),
      })
    }
  })
})

describe('what the failure page takes from its address', () => {
  it.each([['state_mismatch'], ['client_rejected']])('knows the code %s', (code) => {
    expect(failureCodeIn(code)).toBe(code)
  })

  it.each([['<script>'], ['toString'], [''], [undefined], [['state_mismatch']]])(
    'does not show %j',
    (code) => {
      expect(failureCodeIn(code)).toBe('unexpected')
    },
  )

  it.each([
    ['4e0f19145738', '4e0f19145738'],
    ['call +1 555 0100', undefined],
    ['4E0F19145738', undefined],
    [undefined, undefined],
  ])('takes %j for the reference %j', (text, reference) => {
    expect(referenceIn(text)).toBe(reference)
  })
})
