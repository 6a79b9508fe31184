import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client'
import { newSessionId, sessionKeyOf } from '../session/session-id'
import type { Sealer } from '../session/sealing'
import type { ConsoleSession, SessionStore } from '../session/session-store'
import type { AuthorizationServer } from './authorization-server'
import {
  openPendingSignIn,
  PENDING_SIGN_IN_SECONDS,
  sealPendingSignIn,
  type PendingSignIn,
} from './pending-sign-in'
import { newSession } from './session-from-tokens'
import { failureCodeOf, recordFailure, type SignInFailure } from './sign-in-failure'

/** Where the browser goes next, and what it keeps until it comes back. */
export interface BegunSignIn {
  readonly location: URL
  readonly state: string
  readonly cookieValue: string
}

/** What came of an authorization response. */
export type FinishedSignIn =
  | { readonly sessionId: string; readonly returnPath: string; readonly failure?: never }
  | { readonly failure: SignInFailure; readonly sessionId?: never }

/**
 * Signing in, from leaving the console to being back with a session.
 *
 * Enforces: a response is used only in the browser that began the sign-in; each sign-in gets a new session id
 * and ends the session that the browser had before.
 *
 * @see OIDC Core §3.1
 * @see RFC 9700 §2.1
 */
export class SignInFlow {
  constructor(
    private readonly server: AuthorizationServer,
    private readonly store: SessionStore,
    private readonly sealer: Sealer,
  ) {}

  /** `returnPath` has passed `safeReturnPath`; `uiLocale` is a BCP 47 tag. */
  async begin(
    returnPath: string,
    uiLocale: string,
    now: Date,
  ): Promise<BegunSignIn | { failure: SignInFailure }> {
    const pending: PendingSignIn = {
      state: randomState(),
      nonce: randomNonce(),
      codeVerifier: randomPKCECodeVerifier(),
      returnPath,
      expiresAt: Math.floor(now.getTime() / 1000) + PENDING_SIGN_IN_SECONDS,
    }
    try {
      const location = await this.server.authorizationUrl(pending, uiLocale, now)
      return { location, state: pending.state, cookieValue: sealPendingSignIn(this.sealer, pending) }
    } catch (error) {
      return { failure: recordFailure(failureCodeOf(error), error, now) }
    }
  }

  /** `cookieValue` is the cookie of the sign-in that `response` claims to answer. */
  async finish(
    response: URLSearchParams,
    cookieValue: string | undefined,
    previousSessionId: string | undefined,
    now: Date,
  ): Promise<FinishedSignIn> {
    const pending = openPendingSignIn(this.sealer, cookieValue, response.get('state') ?? '', now)
    if (pending === undefined) return { failure: recordFailure('state_mismatch', undefined, now) }
    try {
      const session = await this.#redeem(response, pending, now)
      return { sessionId: await this.#keep(session, previousSessionId), returnPath: pending.returnPath }
    } catch (error) {
      const code = error instanceof StoreUnavailable ? 'session_store_unavailable' : failureCodeOf(error)
      return { failure: recordFailure(code, error, now) }
    }
  }

  async #redeem(response: URLSearchParams, pending: PendingSignIn, now: Date): Promise<ConsoleSession> {
    const answer = await this.server.redeem(response, pending, now)
    const claims = answer.claims()
    if (claims === undefined || answer.id_token === undefined) throw new Error('the answer has no ID token')
    const userInfo = await this.server.userInfo(answer.access_token, claims.sub, now)
    return newSession(answer, { raw: answer.id_token, claims }, userInfo, now)
  }

  async #keep(session: ConsoleSession, previousSessionId: string | undefined): Promise<string> {
    const sessionId = newSessionId()
    try {
      if (previousSessionId !== undefined) await this.store.delete(sessionKeyOf(previousSessionId))
      await this.store.save(sessionKeyOf(sessionId), session)
    } catch (error) {
      throw new StoreUnavailable('the session could not be stored', { cause: error })
    }
    return sessionId
  }
}

class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
