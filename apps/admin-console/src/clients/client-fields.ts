import type { AdminClient } from '@gatehouse/token-types'

const SETTINGS = [
  'client_name',
  'logo_uri',
  'client_uri',
  'policy_uri',
  'tos_uri',
  'contacts',
  'redirect_uris',
  'post_logout_redirect_uris',
  'cors_origins',
  'token_endpoint_auth_method',
  'jwks_uri',
  'jwks',
  'assertion_signing_algs',
  'grant_types',
  'access_token_lifetime_seconds',
  'refresh_token_lifetime_seconds',
  'default_max_age_seconds',
  'id_token_signed_response_alg',
  'dpop_bound_access_tokens',
  'pkce_exempt',
] as const satisfies readonly (keyof AdminClient)[]

const ACCESS = [
  'scopes',
  'resource_scopes',
  'require_consent',
  'default_resource',
  'resource_server_for',
] as const satisfies readonly (keyof AdminClient)[]

/** What the settings of a client show and change. */
export type ClientSettingsFields = Pick<AdminClient, (typeof SETTINGS)[number]> & Record<string, unknown>

/** What a client may ask for. */
export type ClientAccessFields = Pick<AdminClient, (typeof ACCESS)[number]> & Record<string, unknown>

/** The settings as they are. */
export const settingsOf = (client: AdminClient): ClientSettingsFields =>
  Object.fromEntries(SETTINGS.map((name) => [name, client[name]])) as ClientSettingsFields

/** What it may ask for, as it is. */
export const accessOf = (client: AdminClient): ClientAccessFields =>
  Object.fromEntries(ACCESS.map((name) => [name, client[name]])) as ClientAccessFields
