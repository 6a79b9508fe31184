import { SessionStore, type ConsoleSession } from './session-store'
import type { SessionKey } from './session-id'

const DEFAULT_MAX_SESSIONS = 10_000

/**
 * Sessions in the memory of this process: for one console without Redis. A restart signs everyone out of the
 * console (not of the authorization server).
 *
 * Enforces: at most `maxSessions`; the oldest session gives way to the newest.
 */
export class MemorySessionStore extends SessionStore {
  readonly #sessions = new Map<SessionKey, ConsoleSession>()

  constructor(private readonly maxSessions = DEFAULT_MAX_SESSIONS) {
    super()
  }

  override async save(key: SessionKey, session: ConsoleSession): Promise<void> {
    this.#sessions.delete(key)
    this.#removeEnded(session.startedAt)
    while (this.#sessions.size >= this.maxSessions) {
      const [oldest] = this.#sessions.keys()
      if (oldest === undefined) break
      this.#sessions.delete(oldest)
    }
    this.#sessions.set(key, session)
  }

  override async find(key: SessionKey, now: Date): Promise<ConsoleSession | undefined> {
    const session = this.#sessions.get(key)
    return session !== undefined && session.endsAt * 1000 > now.getTime() ? session : undefined
  }

  override async replace(key: SessionKey, session: ConsoleSession): Promise<boolean> {
    if (!this.#sessions.has(key)) return false
    this.#sessions.set(key, session)
    return true
  }

  override async delete(key: SessionKey): Promise<void> {
    this.#sessions.delete(key)
  }

  override async close(): Promise<void> {
    this.#sessions.clear()
  }

  /** Every session lives equally long, so the ended ones stand at the front. */
  #removeEnded(nowSeconds: number): void {
    for (const [key, session] of this.#sessions) {
      if (session.endsAt > nowSeconds) return
      this.#sessions.delete(key)
    }
  }
}
