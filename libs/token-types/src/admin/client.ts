/** A secret of a client as the admin API shows it: enough to tell one from another, never the secret. */
export interface AdminClientSecret {
  id: string
  name: string
  begins_with: string
  created_at: string
  expires_at: string | null
  /** Written at most once a minute; null when it was never used. */
  last_used_at: string | null
}

/** A client as the admin API shows it, under the names of RFC 7591 §2. */
export interface AdminClient {
  client_id: string
  client_name: string
  token_endpoint_auth_method: string
  assertion_signing_algs: string[]
  grant_types: string[]
  redirect_uris: string[]
  post_logout_redirect_uris: string[]
  /** Scopes of OpenID Connect that it may ask for. */
  scopes: string[]
  default_resource: string | null
  resource_scopes: { resource: string; scope: string }[]
  resource_server_for: string | null
  jwks: object | null
  jwks_uri: string | null
  id_token_signed_response_alg: string
  userinfo_signed_response_alg: string | null
  pkce_exempt: boolean
  dpop_bound_access_tokens: boolean
  require_consent: boolean
  default_max_age_seconds: number | null
  access_token_lifetime_seconds: number | null
  refresh_token_lifetime_seconds: number | null
  cors_origins: string[]
  logo_uri: string | null
  client_uri: string | null
  policy_uri: string | null
  tos_uri: string | null
  contacts: string[]
  secrets: AdminClientSecret[]
  disabled_at: string | null
  created_at: string
  updated_at: string
}

/** A client right after its registration, or a new secret: the secret in clear, this once. */
export interface AdminClientWithSecret extends AdminClient {
  /** Absent for a client without a secret, or one that brought its own. */
  client_secret?: string
}

/** One row of the list of clients. */
export interface AdminClientRow {
  client_id: string
  client_name: string
  token_endpoint_auth_method: string
  grant_types: string[]
  logo_uri: string | null
  /** When any of its secrets was last used; null for never, or for a client without a secret. */
  last_used_at: string | null
  /** The first date on which a secret ends; null when none does. */
  secret_expires_at: string | null
  disabled_at: string | null
  created_at: string
}
