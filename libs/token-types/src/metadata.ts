/**
 * What the authorization server says of itself.
 *
 * @see RFC 8414 §2, OIDC Discovery §3
 */
export interface AuthorizationServerMetadata {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  userinfo_endpoint: string
  jwks_uri: string
  introspection_endpoint: string
  revocation_endpoint: string
  end_session_endpoint: string
  /** Where resource servers learn of revocations: ours. */
  revocation_feed_endpoint: string
  scopes_supported: string[]
  response_types_supported: string[]
  response_modes_supported: string[]
  grant_types_supported: string[]
  acr_values_supported: string[]
  subject_types_supported: string[]
  id_token_signing_alg_values_supported: string[]
  userinfo_signing_alg_values_supported: string[]
  token_endpoint_auth_methods_supported: string[]
  token_endpoint_auth_signing_alg_values_supported: string[]
  introspection_endpoint_auth_methods_supported: string[]
  introspection_endpoint_auth_signing_alg_values_supported: string[]
  revocation_endpoint_auth_methods_supported: string[]
  revocation_endpoint_auth_signing_alg_values_supported: string[]
  display_values_supported: string[]
  claim_types_supported: string[]
  claims_supported: string[]
  ui_locales_supported: string[]
  code_challenge_methods_supported: string[]
  claims_parameter_supported: boolean
  request_parameter_supported: boolean
  request_uri_parameter_supported: boolean
  require_request_uri_registration: boolean
  authorization_response_iss_parameter_supported: boolean
  /** RFC 9449 §5.1. */
  dpop_signing_alg_values_supported: string[]
  service_documentation?: string
}
