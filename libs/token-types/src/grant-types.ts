/** Grant types that the server can run. */
export const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials'] as const

export type GrantType = (typeof GRANT_TYPES)[number]

/** Ways a client proves who it is at the token endpoint (OIDC Core §9; RFC 8414 §2). */
export const CLIENT_AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
] as const

export type ClientAuthMethod = (typeof CLIENT_AUTH_METHODS)[number]

/** `client_assertion_type` of a JWT assertion (RFC 7523 §2.2). */
export const JWT_BEARER_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** JWS algorithms that this server signs tokens with. */
export const SIGNING_ALGS = ['ES256', 'RS256'] as const

export type SigningAlg = (typeof SIGNING_ALGS)[number]

/** JWS algorithms accepted in assertions of clients; symmetric ones never are, for secrets stand only as hashes. */
export const ASSERTION_SIGNING_ALGS = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'] as const

/** JWS algorithms accepted in DPoP proofs; only asymmetric ones can be (RFC 9449 §4.2, §5.1). */
export const DPOP_SIGNING_ALGS = ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'] as const

export type DpopSigningAlg = (typeof DPOP_SIGNING_ALGS)[number]
