import type { ClientAuthMethod, GrantType, OidcScope } from '@gatehouse/token-types'

/** What a kind of application usually needs; each part can be given instead. */
export interface ClientKind {
  authMethod: ClientAuthMethod
  grants: readonly GrantType[]
  /** Scopes of OpenID Connect. */
  scopes: readonly OidcScope[]
}

const CODE_AND_REFRESH = ['authorization_code', 'refresh_token'] as const

/**
 * Kinds of applications, by where they run: one with a server can keep a secret, one in a browser or on a device cannot.
 *
 * @see RFC 6749 §2.1, RFC 8252 §8.4, RFC 9700 §2.1.1
 */
export const KINDS = {
  web: {
    authMethod: 'client_secret_basic',
    grants: CODE_AND_REFRESH,
    scopes: ['openid', 'profile', 'email', 'offline_access'],
  },
  spa: { authMethod: 'none', grants: CODE_AND_REFRESH, scopes: ['openid', 'profile', 'email'] },
  native: {
    authMethod: 'none',
    grants: CODE_AND_REFRESH,
    scopes: ['openid', 'profile', 'email', 'offline_access'],
  },
  service: { authMethod: 'client_secret_basic', grants: ['client_credentials'], scopes: [] },
} as const satisfies Record<string, ClientKind>

export type ClientKindName = keyof typeof KINDS

/** The names of the kinds. */
export const KIND_NAMES = Object.keys(KINDS) as ClientKindName[]
