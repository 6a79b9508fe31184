import { STANDARD_CLAIMS } from '@gatehouse/protocol'
import {
  ASSERTION_SIGNING_ALGS,
  CLIENT_AUTH_METHODS,
  DPOP_SIGNING_ALGS,
  OIDC_SCOPES,
  SIGNING_ALGS,
  type AuthorizationServerMetadata,
} from '@gatehouse/token-types'
import type { Settings } from '../../../config/settings.js'
import { ACR_PASSWORD } from '../../../identity/browser-sessions.js'
import { pageLanguages } from '../../../pages/messages.js'
import { DISPLAY_VALUES, RESPONSE_MODES } from '../../authorization/authorization-request.js'

/**
 * What the server says of itself, read from the same lists that it works by, so that it cannot drift from the truth.
 *
 * @param grantTypes the types of the registered grants
 * @see RFC 8414 §2, OIDC Discovery §3, OIDC RP-Initiated Logout §2.1, RFC 9207 §3, RFC 9449 §5.1
 */
export function serverMetadata(settings: Settings, grantTypes: string[]): AuthorizationServerMetadata {
  const proving = CLIENT_AUTH_METHODS.filter((method) => method !== 'none')
  const assertionAlgs = [...ASSERTION_SIGNING_ALGS]
  return {
    issuer: settings.issuer,
    authorization_endpoint: settings.url('/oauth2/authorize'),
    token_endpoint: settings.url('/oauth2/token'),
    userinfo_endpoint: settings.url('/oauth2/userinfo'),
    jwks_uri: settings.url('/.well-known/jwks.json'),
    introspection_endpoint: settings.url('/oauth2/introspect'),
    revocation_endpoint: settings.url('/oauth2/revoke'),
    end_session_endpoint: settings.url('/oauth2/logout'),
    revocation_feed_endpoint: settings.url('/oauth2/revocations'),
    scopes_supported: [...OIDC_SCOPES],
    response_types_supported: ['code'],
    response_modes_supported: [...RESPONSE_MODES],
    grant_types_supported: grantTypes,
    acr_values_supported: [ACR_PASSWORD],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...SIGNING_ALGS],
    userinfo_signing_alg_values_supported: [...SIGNING_ALGS],
    token_endpoint_auth_methods_supported: [...CLIENT_AUTH_METHODS],
    token_endpoint_auth_signing_alg_values_supported: assertionAlgs,
    introspection_endpoint_auth_methods_supported: proving,
    introspection_endpoint_auth_signing_alg_values_supported: assertionAlgs,
    revocation_endpoint_auth_methods_supported: [...CLIENT_AUTH_METHODS],
    revocation_endpoint_auth_signing_alg_values_supported: assertionAlgs,
    display_values_supported: [...DISPLAY_VALUES],
    claim_types_supported: ['normal'],
    claims_supported: [
      'iss',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'nonce',
      'acr',
      'amr',
      'sid',
      ...STANDARD_CLAIMS,
    ],
    ui_locales_supported: [...pageLanguages],
    code_challenge_methods_supported: ['S256'],
    claims_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    require_request_uri_registration: false,
    authorization_response_iss_parameter_supported: true,
    dpop_signing_alg_values_supported: [...DPOP_SIGNING_ALGS],
  }
}
