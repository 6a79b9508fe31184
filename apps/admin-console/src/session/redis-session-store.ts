import { Redis } from 'ioredis'
import { Sealer } from './sealing'
import { SessionStore, type ConsoleSession } from './session-store'
import type { SessionKey } from './session-id'

const COMMAND_TIMEOUT_MILLISECONDS = 2_000

/**
 * Sessions in Redis, shared by every replica of the console.
 *
 * Enforces: the value is sealed for its own key, so that a reader of Redis learns no token and a writer cannot
 * move a session to another cookie.
 */
export class RedisSessionStore extends SessionStore {
  readonly #redis: Redis
  readonly #sealer: Sealer

  constructor(redisUrl: string, secret: string) {
    super()
    this.#sealer = new Sealer(secret, 'stored session')
    this.#redis = new Redis(redisUrl, {
      commandTimeout: COMMAND_TIMEOUT_MILLISECONDS,
      maxRetriesPerRequest: 1,
    })
    // Each failed command rejects by itself; without a listener Redis being away would be printed as unhandled.
    this.#redis.on('error', () => undefined)
  }

  override async save(key: SessionKey, session: ConsoleSession): Promise<void> {
    await this.#redis.set(entryName(key), this.#sealed(key, session), 'EXAT', session.endsAt)
  }

  override async find(key: SessionKey, now: Date): Promise<ConsoleSession | undefined> {
    const sealed = await this.#redis.get(entryName(key))
    const text = sealed === null ? undefined : this.#sealer.open(sealed, key)
    if (text === undefined) return undefined
    const session = JSON.parse(text) as ConsoleSession
    return session.endsAt * 1000 > now.getTime() ? session : undefined
  }

  override async replace(key: SessionKey, session: ConsoleSession): Promise<boolean> {
    const done = await this.#redis.set(
      entryName(key),
      this.#sealed(key, session),
      'EXAT',
      session.endsAt,
      'XX',
    )
    return done === 'OK'
  }

  override async delete(key: SessionKey): Promise<void> {
    await this.#redis.del(entryName(key))
  }

  override async close(): Promise<void> {
    this.#redis.disconnect()
  }

  #sealed(key: SessionKey, session: ConsoleSession): string {
    return this.#sealer.seal(JSON.stringify(session), key)
  }
}

const entryName = (key: SessionKey): string => `gatehouse:console:session:${key}`
