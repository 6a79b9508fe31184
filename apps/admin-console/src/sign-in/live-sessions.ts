import { ResponseBodyError } from 'openid-client'
import type { SessionKey } from '../session/session-id'
import type { ConsoleSession, SessionStore } from '../session/session-store'
import type { AuthorizationServer } from './authorization-server'
import { renewedSession } from './session-from-tokens'

/** A session that may be used now. */
export interface LiveSession {
  readonly session: ConsoleSession
  /** The access token is due and the authorization server could not be asked; the next request tries again. */
  readonly isRenewalFailing: boolean
}

/**
 * Finds sessions and renews their access token when it is due.
 *
 * Enforces: one renewal at a time per session; a session whose refresh token is refused ends, and the person
 * signs in again; a session that was deleted during a renewal stays deleted.
 *
 * @see RFC 6749 §6
 */
export class LiveSessions {
  readonly #inFlight = new Map<SessionKey, Promise<LiveSession | undefined>>()

  constructor(
    private readonly store: SessionStore,
    private readonly server: Pick<AuthorizationServer, 'refresh'>,
  ) {}

  /** The session under `key` with an access token that is good for a while, or nothing when it has ended. */
  async find(key: SessionKey, now: Date): Promise<LiveSession | undefined> {
    const session = await this.store.find(key, now)
    if (session === undefined) return undefined
    const nowSeconds = now.getTime() / 1000
    if (session.tokens.renewalDueAt > nowSeconds) return { session, isRenewalFailing: false }
    if (session.tokens.refreshToken === undefined) return this.#withoutRefreshToken(key, session, nowSeconds)
    return this.#renewOnce(key, session, session.tokens.refreshToken, now)
  }

  /**
   * The session under `key` with another access token than the one that was refused; nothing when it has ended. Where the
   * renewal is failing it is still the old one.
   */
  async renew(key: SessionKey, refusedToken: string, now: Date): Promise<LiveSession | undefined> {
    const session = await this.store.find(key, now)
    if (session === undefined) return undefined
    if (session.tokens.accessToken !== refusedToken) return { session, isRenewalFailing: false }
    const { refreshToken } = session.tokens
    if (refreshToken === undefined) return undefined
    return this.#renewOnce(key, session, refreshToken, now)
  }

  async #withoutRefreshToken(
    key: SessionKey,
    session: ConsoleSession,
    nowSeconds: number,
  ): Promise<LiveSession | undefined> {
    if (session.tokens.accessTokenExpiresAt > nowSeconds) return { session, isRenewalFailing: false }
    await this.store.delete(key)
    return undefined
  }

  #renewOnce(
    key: SessionKey,
    session: ConsoleSession,
    refreshToken: string,
    now: Date,
  ): Promise<LiveSession | undefined> {
    const running = this.#inFlight.get(key)
    if (running !== undefined) return running
    const renewal = this.#renew(key, session, refreshToken, now).finally(() => this.#inFlight.delete(key))
    this.#inFlight.set(key, renewal)
    return renewal
  }

  async #renew(
    key: SessionKey,
    session: ConsoleSession,
    refreshToken: string,
    now: Date,
  ): Promise<LiveSession | undefined> {
    try {
      const answer = await this.server.refresh(refreshToken, now)
      const subject = answer.claims()?.sub
      // OIDC Core §12.2: an ID token from a renewal MUST be of the same person.
      if (subject !== undefined && subject !== session.person.subject) return await this.#end(key)
      const renewed = renewedSession(session, answer, now)
      const isStillThere = await this.store.replace(key, renewed)
      return isStillThere ? { session: renewed, isRenewalFailing: false } : undefined
    } catch (error) {
      const isRefused = error instanceof ResponseBodyError && error.error === 'invalid_grant'
      if (!isRefused) return { session, isRenewalFailing: true }
      return this.#afterRefusal(key, refreshToken, now)
    }
  }

  /** Another replica may have renewed the session with the same token a moment earlier. */
  async #afterRefusal(key: SessionKey, refused: string, now: Date): Promise<LiveSession | undefined> {
    const current = await this.store.find(key, now)
    if (current !== undefined && current.tokens.refreshToken !== refused) {
      return { session: current, isRenewalFailing: false }
    }
    return this.#end(key)
  }

  async #end(key: SessionKey): Promise<undefined> {
    await this.store.delete(key)
    return undefined
  }
}
