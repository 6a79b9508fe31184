import type { Redis } from 'ioredis'
import type pg from 'pg'
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible'

export { RateLimiterRes, type RateLimiterAbstract }

/**
 * What may be done how often, and where it is counted: in PostgreSQL or in Redis, for every process that shares it, or
 * by each process for itself.
 */
export type RateLimiterOptions = ({ pool: pg.Pool } | { redis: Redis } | { inProcess: true }) & {
  /** Keeps limiters apart that share a store. */
  keyPrefix: string
  /** How often within the duration. */
  points: number
  durationSeconds: number
  /** How long a key is refused once its points are spent; absent means until the duration is over. */
  blockDurationSeconds?: number
}

/**
 * A counter for one kind of attempt. While its store is away each process counts for itself, so that limits weaken but
 * never vanish, and nobody is locked out by the outage.
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiterAbstract {
  const limits = {
    keyPrefix: options.keyPrefix,
    points: options.points,
    duration: options.durationSeconds,
    ...(options.blockDurationSeconds !== undefined && { blockDuration: options.blockDurationSeconds }),
  }
  const insuranceLimiter = new RateLimiterMemory(limits)
  if ('inProcess' in options) return insuranceLimiter
  if ('redis' in options) {
    return new RateLimiterRedis({
      ...limits,
      storeClient: options.redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter,
    })
  }
  return new RateLimiterPostgres({
    ...limits,
    storeClient: options.pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    insuranceLimiter,
  })
}
