/**
 * How a refresh family stands: `reused` when a token of it came twice, which ended it; `revoked` when somebody ended it;
 * `expired` when nobody used it for too long, or its absolute end is over.
 */
export const TOKEN_FAMILY_STATES = ['alive', 'revoked', 'expired', 'reused'] as const

export type TokenFamilyState = (typeof TOKEN_FAMILY_STATES)[number]

/** All refresh tokens that descend from one authorization, as a row of a list. */
export interface AdminTokenFamilyRow {
  id: string
  client_id: string
  /** Null when the client was removed. */
  client_name: string | null
  user_id: string
  /** Null when the person was removed. */
  username: string | null
  grant_id: string
  session_id: string
  /** True when it outlives its session (offline_access). */
  offline: boolean
  scope: string[]
  /** The API that its access tokens are for; null means the userinfo endpoint. */
  resource: string | null
  state: TokenFamilyState
  created_at: string
  /** Null when its last token is gone already. */
  last_rotated_at: string | null
  /** Unless it is used before; null when its last token is gone already. */
  idle_expires_at: string | null
  /** Absolute end. */
  expires_at: string
  /** SHA-256 thumbprint of the key that its last token is bound to (RFC 9449 §5); null where it is not, or gone. */
  dpop_jkt: string | null
  revoked_at: string | null
  revoked_reason: string | null
}

/** One moment in the life of a refresh family. */
export interface AdminTokenFamilyMoment {
  at: string
  what: 'issued' | 'rotated' | 'reused' | 'revoked' | 'expired'
  /** `jti` of the access token that was issued then. */
  access_token_id?: string
  access_token_expires_at?: string
  reason?: string
}

/** A refresh family with its life. No token and no digest is in it. */
export interface AdminTokenFamily extends AdminTokenFamilyRow {
  /** Oldest first. Rotations whose tokens expired are gone. */
  timeline: AdminTokenFamilyMoment[]
}

/** What somebody pasted turned out to be. */
export const INSPECTED_KINDS = [
  'access_token',
  'id_token',
  'refresh_token',
  'authorization_code',
  'jwt',
  'token_id',
  'unknown',
] as const

/**
 * `foreign`: not signed by a key of ours, or by another issuer. `used`: a code or refresh token that was redeemed.
 * `unknown`: nobody can tell, as with the bare id of a token that was not revoked.
 */
export const INSPECTED_STATES = ['alive', 'expired', 'revoked', 'used', 'foreign', 'unknown'] as const

/** What is known about a token. Names and ids are resolved for tokens of ours alone: of others nothing is believed. */
export interface AdminTokenInspection {
  kind: (typeof INSPECTED_KINDS)[number]
  state: (typeof INSPECTED_STATES)[number]
  /** As it stands in the token, believed or not; null for what is no JWT. */
  header: object | null
  claims: object | null
  /** Null for what is no JWT. */
  is_signature_valid: boolean | null
  is_issuer_ours: boolean | null
  token_id: string | null
  client_id: string | null
  client_name: string | null
  user_id: string | null
  username: string | null
  grant_id: string | null
  session_id: string | null
  family_id: string | null
  issued_at: string | null
  expires_at: string | null
  /** The entries of the list that end it. */
  revoked_by: { sequence: string; claim: string; value: string; revoked_at: string; reason: string }[]
}

/** What a revocation ended. */
export interface AdminTokensRevoked {
  /** How many refresh families that were alive ended. */
  families: number
}
