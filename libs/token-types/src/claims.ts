/** Claim names that a revocation entry can match, from the narrowest to the widest. */
export const REVOCABLE_CLAIMS = ['jti', 'gid', 'sid', 'sub', 'client_id'] as const

/**
 * What an entry of the revocation feed can match: a claim, or the `kid` in a token's header. Whatever a revoked key signed
 * is dead, whenever it says that it was issued.
 */
export const FEED_CLAIMS = [...REVOCABLE_CLAIMS, 'kid'] as const

export type FeedClaim = (typeof FEED_CLAIMS)[number]

export type RevocableClaim = (typeof REVOCABLE_CLAIMS)[number]

/**
 * Payload of a JWT access token.
 *
 * A token that a client got for itself (client credentials) has `sub === client_id` and neither `sid` nor `gid`.
 *
 * @see RFC 9068 §2.2
 */
export interface AccessTokenClaims {
  /** Issuer identifier: the authorization server's URL. */
  iss: string
  /** Person's stable id, or the client's own id where no person is involved. */
  sub: string
  /** Identifier of the one resource that the token is for. */
  aud: string | string[]
  /** Seconds since 1970-01-01T00:00:00Z after which the token is refused. */
  exp: number
  /** Seconds since 1970-01-01T00:00:00Z at which it was issued. */
  iat: number
  /** Unique id of this token. */
  jti: string
  client_id: string
  /** Space-separated scopes; absent when none was granted. */
  scope?: string
  /** Session at the authorization server; ended by sign-out. */
  sid?: string
  /** Grant: what this person allowed this client. */
  gid?: string
  /** Seconds since 1970-01-01T00:00:00Z at which the person proved who they are. */
  auth_time?: number
  acr?: string
  amr?: string[]
  /** Roles of the person at this resource (RFC 9068 §2.2.3.1). */
  roles?: string[]
  org_id?: string
  /** Proof-of-possession binding (RFC 7800 §3.1): `jkt` for DPoP, `x5t#S256` for mTLS. */
  cnf?: { jkt?: string; 'x5t#S256'?: string }
  /** Acting party of a delegated token (RFC 8693 §4.1). */
  act?: Record<string, unknown>
}

/**
 * Payload of an ID token.
 *
 * @see OIDC Core §2
 */
export interface IdTokenClaims {
  iss: string
  sub: string
  aud: string
  exp: number
  iat: number
  auth_time?: number
  nonce?: string
  acr?: string
  amr?: string[]
  azp?: string
  at_hash?: string
  sid?: string
  [claim: string]: unknown
}

/** `typ` header of an access token (RFC 9068 §2.1). */
export const ACCESS_TOKEN_TYP = 'at+jwt'

/**
 * One line of the revocation feed. A token is dead if the entry's claim has the entry's value in it and the token's
 * `iat` is not later than `revoked_at`; an entry for a `kid` ends all that the key signed.
 */
export interface RevocationFeedEntry {
  /** Place in the list, rising; decimal digits, for it may outgrow a number. */
  sequence: string
  claim: FeedClaim
  value: string
  /** Seconds since 1970-01-01T00:00:00Z, with milliseconds as fraction. */
  revoked_at: number
  /** Whole seconds since 1970-01-01T00:00:00Z: no token that the entry could end is alive after it. */
  expires_at: number
}
