import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { SessionStore, type FoundSession, type UserRecord } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { Clock } from '../config/clock.js'
import { Settings } from '../config/settings.js'
import type { AnswerCookie } from '../http/answer.js'
import { CookieNames } from '../http/cookies.js'
import type { IncomingRequest } from '../http/incoming-request.js'

/** A living session with its person, and with the grant to a client that was named. */
export type ActiveSession = FoundSession

/** Authentication context class of a password alone; more factors reach a higher one. */
export const ACR_PASSWORD = 'urn:gatehouse:acr:password'

/** How often a session in use is noted as seen, in milliseconds. */
const SEEN_EVERY_MS = 60_000

/** What was proven at sign-in (RFC 8176 for the methods). */
export interface ProvenAuthentication {
  acr: string
  amr: string[]
}

/**
 * Ties a browser to a signed-in person by one cookie: 256 random bits, of which only the SHA-256 is kept.
 *
 * *Enforces*: the cookie's value changes at each sign-in, so that a value planted before is worth nothing afterwards.
 */
@Injectable()
export class BrowserSessions {
  constructor(
    private readonly sessions: SessionStore,
    private readonly cookies: CookieNames,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * The browser's session; undefined when it has none, or it ended, or the person was switched off.
   *
   * @param clientId whose grant is wanted with it
   */
  async current(request: IncomingRequest, clientId?: string): Promise<ActiveSession | undefined> {
    const value = request.cookie(this.cookies.session)
    if (value === undefined) return undefined
    const now = this.clock.now()
    const session = await this.sessions.findActive(sha256(value), now, clientId)
    if (session && now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS)
      await this.sessions.touch(session.id, now)
    return session
  }

  /**
   * Signs the person in, in this browser. The same person goes on with the session, renewed; another person's session
   * in this browser ends.
   *
   * @returns the session's id and the cookie to set
   */
  async signIn(
    request: IncomingRequest,
    user: UserRecord,
    proven: ProvenAuthentication,
  ): Promise<{ sessionId: string; cookie: AnswerCookie }> {
    const now = this.clock.now()
    const before = await this.current(request)
    const value = randomBytes(32).toString('base64url')
    const lifetimeSeconds = this.settings.lifetimes.sessionSeconds
    const renewal = {
      digest: sha256(value),
      authTime: now,
      ...proven,
      expiresAt: new Date(now.getTime() + lifetimeSeconds * 1000),
    }
    const cookie = { name: this.cookies.session, value, maxAgeSeconds: lifetimeSeconds }
    if (before?.userId === user.id && (await this.sessions.reauthenticate(before.id, renewal))) {
      return { sessionId: before.id, cookie }
    }
    if (before) await this.sessions.end(before.id, now, 'replaced')
    const session = await this.sessions.create({
      ...renewal,
      userId: user.id,
      ipAddress: request.ipAddress,
      userAgent: request.userAgent ?? null,
      createdAt: now,
    })
    return { sessionId: session.id, cookie }
  }

  /** Ends the session with all that hangs on it, and forgets the cookie. */
  async signOut(session: ActiveSession): Promise<AnswerCookie> {
    await this.sessions.end(session.id, this.clock.now(), 'sign_out')
    return { name: this.cookies.session, value: '', maxAgeSeconds: 0 }
  }
}
