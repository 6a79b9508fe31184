/**
 * Scopes of OpenID Connect itself; every other scope belongs to a registered resource.
 *
 * @see OIDC Core §5.4, §11
 */
export const OIDC_SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'] as const

export type OidcScope = (typeof OIDC_SCOPES)[number]
