import type { ClaimsRequest } from './claims-request.js'

/** Claims that each scope asks for (OIDC Core §5.4). */
export const SCOPE_CLAIMS: Record<'profile' | 'email' | 'address' | 'phone', readonly string[]> = {
  profile: [
    'name',
    'family_name',
    'given_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
}

/** Every standard claim about a person (OIDC Core §5.1). */
export const STANDARD_CLAIMS: readonly string[] = ['sub', ...Object.values(SCOPE_CLAIMS).flat()]

/**
 * Those of the available claims that the scopes or the `claims` parameter ask for. A claim without a value —
 * undefined, null or the empty string — is left out rather than sent empty (OIDC Core §5.3.2). A claim asked for
 * with `value` or `values` is returned as it is: what differs is for the client to judge (OIDC Core §5.5.1).
 *
 * @param requested `userinfo` or `id_token` of the claims request; absent means that there was none.
 * @see OIDC Core §5.4, §5.5
 */
export function selectClaims(
  available: Record<string, unknown>,
  scopes: readonly string[],
  requested: ClaimsRequest['userinfo'] = {},
): Record<string, unknown> {
  const wanted = new Set(Object.keys(requested))
  for (const [scope, claims] of Object.entries(SCOPE_CLAIMS)) {
    if (scopes.includes(scope)) claims.forEach((claim) => wanted.add(claim))
  }
  return Object.fromEntries(
    Object.entries(available).filter(([claim, value]) => wanted.has(claim) && hasValue(value)),
  )
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}
