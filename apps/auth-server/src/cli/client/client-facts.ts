import type { ClientRecord } from '@gatehouse/data-access'

/**
 * A client under the names of RFC 7591 §2, with ours beside them. No secret is among them, only what tells one from
 * another.
 */
export function clientFacts(client: ClientRecord, clearSecret?: string): Record<string, unknown> {
  return {
    client_id: client.clientId,
    ...(clearSecret === undefined ? {} : { client_secret: clearSecret }),
    client_name: client.name,
    disabled_at: client.disabledAt,
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    assertion_signing_algs: client.assertionSigningAlgs,
    grant_types: client.grantTypes,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    scope: client.scopes.join(' '),
    default_resource: client.defaultResource,
    resource_scopes: client.resourceScopes.map(({ resourceIdentifier, scope }) => ({
      resource: resourceIdentifier,
      scope,
    })),
    resource_server_for: client.resourceServerFor,
    jwks: client.jwks,
    jwks_uri: client.jwksUri,
    id_token_signed_response_alg: client.idTokenSignedResponseAlg,
    userinfo_signed_response_alg: client.userinfoSignedResponseAlg,
    pkce_exempt: client.pkceExempt,
    dpop_bound_access_tokens: client.dpopBoundAccessTokens,
    require_consent: client.requireConsent,
    default_max_age: client.defaultMaxAgeSeconds,
    access_token_lifetime_seconds: client.accessTokenLifetimeSeconds,
    refresh_token_lifetime_seconds: client.refreshTokenLifetimeSeconds,
    cors_origins: client.corsOrigins,
    logo_uri: client.logoUri,
    client_uri: client.clientUri,
    policy_uri: client.policyUri,
    tos_uri: client.tosUri,
    contacts: client.contacts,
    secrets: client.secrets.map(({ name, hint, createdAt, expiresAt, lastUsedAt }) => ({
      name,
      begins_with: hint,
      created_at: createdAt,
      expires_at: expiresAt,
      last_used_at: lastUsedAt,
    })),
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  }
}
