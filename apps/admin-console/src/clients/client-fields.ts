import type { AdminClient } from '@gatehouse/token-types'

const NAMES = [
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
  'grant_types',
  'scopes',
  'require_consent',
  'access_token_lifetime_seconds',
  'refresh_token_lifetime_seconds',
  'default_max_age_seconds',
  'id_token_signed_response_alg',
  'dpop_bound_access_tokens',
  'pkce_exempt',
] as const satisfies readonly (keyof AdminClient)[]

/** What the settings of a client show and change. */
export type ClientSettingsFields = Pick<AdminClient, (typeof NAMES)[number]> & Record<string, unknown>

/** The fields as they are. */
export const settingsOf = (client: AdminClient): ClientSettingsFields =>
  Object.fromEntries(NAMES.map((name) => [name, client[name]])) as ClientSettingsFields
