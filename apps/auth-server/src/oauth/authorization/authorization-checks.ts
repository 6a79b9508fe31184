import {
  isCodeChallenge,
  isJwkThumbprint,
  OAuthError,
  parseClaimsRequest,
  parsePrompt,
} from '@gatehouse/protocol'
import type { FailureDetail } from '@gatehouse/protocol'
import { RESPONSE_MODES, type TrustedRequest } from './authorization-request.js'

/** One rule of the authorization endpoint: passes, or throws what is sent to the client by redirect. */
export type AuthorizationCheck = (request: TrustedRequest) => void

/**
 * The rules that need nothing but the request and its client, in the order in which they are asked.
 *
 * @see RFC 6749 §4.1.1, OIDC Core §3.1.2.1, RFC 7636 §4.3
 */
export const AUTHORIZATION_CHECKS: readonly AuthorizationCheck[] = [
  refuseMalformedParameters,
  refuseRequestObject,
  refuseRequestUri,
  refuseRegistration,
  requireResponseType,
  requireResponseMode,
  requireGrantType,
  requireCodeChallenge,
  requireDpopJkt,
  requirePrompt,
  requireMaxAge,
  requireClaims,
]

function refuse(
  code: ConstructorParameters<typeof OAuthError>[0],
  description: string,
  detail: FailureDetail,
): never {
  throw new OAuthError(code, { description, detail })
}

/** RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once." */
function refuseMalformedParameters({ parameters }: TrustedRequest): void {
  const [name] = parameters.malformed()
  if (name === undefined) return
  refuse('invalid_request', `The parameter ${name} came more than once, is too long or holds U+0000`, {
    rule: 'parameter.repeated',
    got: name,
    reference: 'RFC 6749 §3.1',
  })
}

/** OIDC Core §6: an OP that does not support `request` says so with its own code. */
function refuseRequestObject({ parameters }: TrustedRequest): void {
  if (parameters.get('request') === undefined) return
  refuse('request_not_supported', 'Request objects are not supported; send the parameters themselves', {
    rule: 'request_object.by_value',
    reference: 'OIDC Core §6',
  })
}

/** OIDC Core §6: the same for `request_uri`. */
function refuseRequestUri({ parameters }: TrustedRequest): void {
  if (parameters.get('request_uri') === undefined) return
  refuse('request_uri_not_supported', 'Request objects are not supported; send the parameters themselves', {
    rule: 'request_object.by_reference',
    reference: 'OIDC Core §6',
  })
}

/** OIDC Core §7.2.1: `registration` belongs to self-issued providers. */
function refuseRegistration({ parameters }: TrustedRequest): void {
  if (parameters.get('registration') === undefined) return
  refuse('registration_not_supported', 'The registration parameter is not supported', {
    rule: 'registration.parameter',
    reference: 'OIDC Core §7.2.1',
  })
}

/** RFC 6749 §3.1.1; the implicit and hybrid types are not offered (RFC 9700 §2.1.2). */
function requireResponseType({ parameters }: TrustedRequest): void {
  const responseType = parameters.require('response_type')
  if (responseType === 'code') return
  refuse('unsupported_response_type', 'Only the response type code is supported', {
    rule: 'response_type.unsupported',
    expected: 'code',
    got: responseType,
    mend: 'Use the authorization code flow with PKCE; the implicit flow leaks tokens through the URL',
    reference: 'RFC 9700 §2.1.2',
  })
}

/** OAuth 2.0 Multiple Response Types §2.1: `fragment` and others are not for codes here. */
function requireResponseMode({ parameters }: TrustedRequest): void {
  const mode = parameters.get('response_mode')
  if (mode === undefined || RESPONSE_MODES.some((known) => known === mode)) return
  refuse('invalid_request', 'The response mode is not supported', {
    rule: 'response_mode.unsupported',
    expected: RESPONSE_MODES.join(', '),
    got: mode,
    reference: 'OAuth 2.0 Multiple Response Types §2.1',
  })
}

/** RFC 6749 §4.1.2.1 `unauthorized_client`. */
function requireGrantType({ client }: TrustedRequest): void {
  if (client.grantTypes.includes('authorization_code')) return
  refuse('unauthorized_client', 'The client is not registered for the authorization code grant', {
    rule: 'grant_type.not_registered',
    expected: client.grantTypes.join(', '),
    got: 'authorization_code',
    reference: 'RFC 6749 §4.1.2.1',
  })
}

/** RFC 7636 §4.4.1 and RFC 9700 §2.1.1: S256 from every client, but for one confidential client at a time. */
function requireCodeChallenge({ client, parameters }: TrustedRequest): void {
  const challenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  if (challenge === undefined) {
    const isOpenId = (parameters.get('scope') ?? '').split(' ').includes('openid')
    if (client.pkceExempt && client.tokenEndpointAuthMethod !== 'none' && isOpenId && method === undefined)
      return
    refuse('invalid_request', 'The parameter code_challenge is missing; PKCE is required', {
      rule: 'pkce.challenge_missing',
      expected: 'code_challenge with code_challenge_method=S256',
      mend: 'Switch PKCE on in the client library',
      reference: 'RFC 7636 §4.4.1',
    })
  }
  if (method !== 'S256') {
    refuse('invalid_request', 'The code_challenge_method must be S256', {
      rule: 'pkce.method',
      expected: 'S256',
      got: method ?? 'plain (the default when it is absent)',
      reference: 'RFC 7636 §4.2',
    })
  }
  if (isCodeChallenge(challenge)) return
  refuse('invalid_request', 'The code_challenge is not the S256 of a verifier', {
    rule: 'pkce.challenge_malformed',
    expected: '43 characters of base64url',
    got: `${challenge.length} characters`,
    reference: 'RFC 7636 §4.2',
  })
}

/** RFC 9449 §10: the thumbprint of a key, with SHA-256. A value that no proof can meet would burn the code. */
function requireDpopJkt({ parameters }: TrustedRequest): void {
  const thumbprint = parameters.get('dpop_jkt')
  if (thumbprint === undefined || isJwkThumbprint(thumbprint)) return
  refuse('invalid_request', 'dpop_jkt must be the SHA-256 thumbprint of a key', {
    rule: 'dpop_jkt.malformed',
    expected: '43 characters of base64url',
    got: thumbprint.slice(0, 100),
    reference: 'RFC 9449 §10',
  })
}

/** OIDC Core §3.1.2.1: known words, and `none` alone. */
function requirePrompt({ parameters }: TrustedRequest): void {
  parsePrompt(parameters.get('prompt'))
}

/** OIDC Core §3.1.2.1: whole seconds, none below zero. */
function requireMaxAge({ parameters }: TrustedRequest): void {
  const maxAge = parameters.get('max_age')
  if (maxAge === undefined || /^\d{1,15}$/u.test(maxAge)) return
  refuse('invalid_request', 'max_age must be a whole number of seconds', {
    rule: 'max_age.malformed',
    got: maxAge,
    reference: 'OIDC Core §3.1.2.1',
  })
}

/** OIDC Core §5.5: a JSON object of its form. */
function requireClaims({ parameters }: TrustedRequest): void {
  const claims = parameters.get('claims')
  if (claims !== undefined) parseClaimsRequest(claims)
}
