import { OAuthError } from '@gatehouse/protocol'

/**
 * Remembers which proofs were used. A subclass shares it among the instances of an API.
 *
 * Enforces: of several uses of one proof at once, one is the first.
 *
 * @see RFC 9449 §11.1
 * @example
 * ```ts
 * interface Redis {
 *   set(key: string, value: string, px: 'PX', ms: number, nx: 'NX'): Promise<'OK' | null>
 * }
 *
 * class RedisReplayStore extends ReplayStore {
 *   constructor(private readonly redis: Redis) {
 *     super()
 *   }
 *
 *   override async isFirstUse(proof: string, now: Date, expiresAt: Date): Promise<boolean> {
 *     const lifetimeMs = expiresAt.getTime() - now.getTime()
 *     return (await this.redis.set(`dpop:${proof}`, '', 'PX', lifetimeMs, 'NX')) === 'OK'
 *   }
 * }
 * ```
 */
export abstract class ReplayStore {
  /**
   * Whether this proof was not used before; from then on it was.
   *
   * @param proof 43 characters that stand for the key and the `jti`
   * @param expiresAt when the proof is too old in any case
   * @throws Error when it cannot tell; the request is refused then
   */
  abstract isFirstUse(proof: string, now: Date, expiresAt: Date): boolean | Promise<boolean>
}

const DEFAULT_CAPACITY = 500_000

/**
 * In the memory of this process.
 *
 * Enforces: at most `capacity` proofs; when that many are alive at once, requests are refused by 503: to forget one
 * would let it be used again.
 */
export class MemoryReplayStore extends ReplayStore {
  private readonly used = new Map<string, number>()

  /** @param capacity default 500,000, about 70 MB */
  constructor(private readonly capacity = DEFAULT_CAPACITY) {
    super()
  }

  override isFirstUse(proof: string, now: Date, expiresAt: Date): boolean {
    this.forget(now.getTime())
    if (this.used.has(proof)) return false
    if (this.used.size >= this.capacity)
      throw new OAuthError('temporarily_unavailable', {
        description: 'Too many requests with DPoP proofs at once. Try again shortly.',
      })
    this.used.set(proof, expiresAt.getTime())
    return true
  }

  /** All live equally long, so the oldest stand first. */
  private forget(nowMs: number): void {
    for (const [proof, expiresMs] of this.used) {
      if (expiresMs > nowMs) return
      this.used.delete(proof)
    }
  }
}
