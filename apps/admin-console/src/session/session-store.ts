import type { SessionKey } from './session-id'

/** Moments are seconds since 1970 (`NumericDate`, RFC 7519 §2). */
export interface SessionTokens {
  readonly accessToken: string
  readonly accessTokenExpiresAt: number
  /** From this moment on the next request renews the access token: three quarters of its lifetime. */
  readonly renewalDueAt: number
  readonly refreshToken: string | undefined
  readonly idToken: string
}

/** What the authorization server said about the person. */
export interface Person {
  readonly subject: string
  readonly name: string | undefined
  readonly username: string | undefined
  readonly email: string | undefined
  readonly emailVerified: boolean
  readonly roles: readonly string[]
}

/** A signed-in browser. It never leaves the server side. */
export interface ConsoleSession {
  readonly tokens: SessionTokens
  readonly person: Person
  /** `auth_time`, `acr` and `amr` of the ID token. @see OIDC Core §2 */
  readonly authentication: {
    readonly time: number | undefined
    readonly acr: string | undefined
    readonly amr: readonly string[]
  }
  readonly startedAt: number
  readonly endsAt: number
}

/** Longest life of a console session, whatever its tokens would allow. */
export const SESSION_LIFETIME_SECONDS = 8 * 60 * 60

/**
 * Keeps the sessions of signed-in browsers.
 *
 * Enforces: a session that was deleted or has ended is not found and cannot be brought back by `replace`.
 * Never: sees a session id, only its hash.
 */
export abstract class SessionStore {
  /** The session is found under `key` until it ends. */
  abstract save(key: SessionKey, session: ConsoleSession): Promise<void>
  /** The session under `key`, unless it ended by `now`. */
  abstract find(key: SessionKey, now: Date): Promise<ConsoleSession | undefined>
  /** Changes the session only if it is still there; false when it was deleted meanwhile. */
  abstract replace(key: SessionKey, session: ConsoleSession): Promise<boolean>
  /** Nothing is found under `key` any more. */
  abstract delete(key: SessionKey): Promise<void>
  /** Releases connections. */
  abstract close(): Promise<void>
}

/** What to call a person: the best name that was given. */
export const displayNameOf = (person: Person): string =>
  person.name ?? person.username ?? person.email ?? person.subject
