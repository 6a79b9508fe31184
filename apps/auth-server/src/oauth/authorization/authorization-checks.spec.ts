import { describe, expect, it } from '@jest/globals'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { clientRecord, REDIRECT_URI, refusalOf } from '../records.fixture.js'
import { AUTHORIZATION_CHECKS } from './authorization-checks.js'
import { trustRequest } from './trust-request.js'

const GOOD = {
  client_id: 'client',
  redirect_uri: REDIRECT_URI,
  response_type: 'code',
  scope: 'openid',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
}
const WITHOUT_PKCE = { code_challenge: '', code_challenge_method: '' }

/** What the checks say of a request: the first refusal, or `passed`. */
function verdict(change: Record<string, string>, client = clientRecord(), extra = ''): Promise<string> {
  const text = new URLSearchParams({ ...GOOD, ...change }).toString() + extra
  const request = trustRequest(OAuthParameters.parse(text), client)
  return refusalOf(() => {
    for (const check of AUTHORIZATION_CHECKS) check(request)
  })
}

describe('the authorization checks', () => {
  it.each<[string, Record<string, string>]>([
    ['a plain OpenID request', {}],
    ['both response modes', { response_mode: 'form_post' }],
    ['max_age=0', { max_age: '0' }],
    ['the largest max_age that fits 32 bits', { max_age: '2147483647' }],
    ['several prompts', { prompt: 'login consent' }],
    ['an empty request object', { request: '' }],
    ['the thumbprint of a key (RFC 9449 §10)', { dpop_jkt: 'x'.repeat(43) }],
    ['claims', { claims: '{"userinfo":{"email":null}}' }],
    ['unknown parameters (RFC 6749 §3.1)', { whatever: 'x' }],
  ])('let pass %s', async (_, change) => {
    expect(await verdict(change)).toBe('passed')
  })

  it.each<[string, string, Record<string, string>]>([
    ['request_not_supported request_object.by_value', 'OIDC Core §6', { request: 'x' }],
    ['request_uri_not_supported request_object.by_reference', 'OIDC Core §6', { request_uri: 'x' }],
    ['registration_not_supported registration.parameter', 'OIDC Core §7.2.1', { registration: '{}' }],
    ['invalid_request parameter.missing', 'RFC 6749 §3.1.1', { response_type: '' }],
    ...['token', 'id_token', 'code token', 'code id_token', 'CODE', 'none'].map(
      (response_type): [string, string, Record<string, string>] => [
        'unsupported_response_type response_type.unsupported',
        `RFC 9700 §2.1.2: ${response_type}`,
        { response_type },
      ],
    ),
    [
      'invalid_request response_mode.unsupported',
      'Multiple Response Types §2.1',
      { response_mode: 'fragment' },
    ],
    ['invalid_request pkce.challenge_missing', 'RFC 7636 §4.4.1', WITHOUT_PKCE],
    ['invalid_request pkce.challenge_missing', 'a method alone', { code_challenge: '' }],
    ['invalid_request pkce.method', 'RFC 7636 §4.2: plain', { code_challenge_method: 'plain' }],
    ['invalid_request pkce.method', 'RFC 7636 §4.3: plain by default', { code_challenge_method: '' }],
    ['invalid_request pkce.method', 'case matters', { code_challenge_method: 's256' }],
    [
      'invalid_request pkce.challenge_malformed',
      'RFC 7636 §4.2: too short',
      { code_challenge: 'x'.repeat(42) },
    ],
    ['invalid_request dpop_jkt.malformed', 'RFC 9449 §10: too short', { dpop_jkt: 'x'.repeat(42) }],
    ['invalid_request dpop_jkt.malformed', 'RFC 9449 §10: hexadecimal', { dpop_jkt: 'ab'.repeat(32) }],
    ['invalid_request pkce.challenge_malformed', 'padded', { code_challenge: `${'x'.repeat(42)}=` }],
    ['invalid_request max_age.malformed', 'OIDC Core §3.1.2.1: negative', { max_age: '-1' }],
    ['invalid_request max_age.malformed', 'a fraction', { max_age: '1.5' }],
    ['invalid_request max_age.malformed', 'too many digits', { max_age: '9'.repeat(16) }],
  ])('refuse with %s (%s)', async (expected, _, change) => {
    expect(await verdict(change)).toBe(expected)
  })

  it('refuse with invalid_request an unknown prompt, none with another, and malformed claims (OIDC Core §3.1.2.1, §5.5)', async () => {
    expect(await verdict({ prompt: 'none login' })).toMatch(/^invalid_request /)
    expect(await verdict({ prompt: 'create' })).toMatch(/^invalid_request /)
    expect(await verdict({ claims: '[]' })).toMatch(/^invalid_request /)
  })

  it('refuse with invalid_request any repeated parameter, before anything else (RFC 6749 §3.1)', async () => {
    expect(await verdict({ response_type: 'token' }, clientRecord(), '&nonce=a&nonce=b')).toBe(
      'invalid_request parameter.repeated',
    )
  })

  it('refuse with unauthorized_client a client without the grant (RFC 6749 §4.1.2.1)', async () => {
    expect(await verdict({}, clientRecord({ grantTypes: ['client_credentials'] }))).toBe(
      'unauthorized_client grant_type.not_registered',
    )
  })
})

describe('the PKCE exemption (RFC 9700 §2.1.1)', () => {
  const exempt = clientRecord({ pkceExempt: true, tokenEndpointAuthMethod: 'client_secret_basic' })

  it('lets a confidential OpenID client go without, and holds it to S256 where it sends a challenge', async () => {
    expect(await verdict(WITHOUT_PKCE, exempt)).toBe('passed')
    expect(await verdict({ code_challenge_method: 'plain' }, exempt)).toBe('invalid_request pkce.method')
  })

  it.each([
    ['a public client', WITHOUT_PKCE, clientRecord({ ...exempt, tokenEndpointAuthMethod: 'none' })],
    ['a request without openid, and so without nonce', { ...WITHOUT_PKCE, scope: 'profile' }, exempt],
    ['a scope that merely contains the word', { ...WITHOUT_PKCE, scope: 'xopenid' }, exempt],
    ['a method without a challenge', { code_challenge: '' }, exempt],
    ['a client without the exemption', WITHOUT_PKCE, clientRecord({ ...exempt, pkceExempt: false })],
  ])('does not hold for %s', async (_, change, client) => {
    expect(await verdict(change, client)).toBe('invalid_request pkce.challenge_missing')
  })
})
