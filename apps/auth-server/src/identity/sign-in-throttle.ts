import {
  createRateLimiter,
  RateLimiterRes,
  type Database,
  type RateLimiterAbstract,
} from '@gatehouse/data-access'
import { sha256Base64url } from '@gatehouse/protocol'
import type { SharedRedis } from '../storage/shared-redis.js'

/** Who tries to sign in. */
export interface SignInAttempt {
  login: string
  ipAddress: string
}

/** Where tries are counted. */
type RateLimiterStore = { pool: Database['pool'] } | { redis: NonNullable<SharedRedis['client']> }

type Subject = 'account' | 'address' | 'account_and_address'

/** How often whom, before tries are no longer heard until the window is over: delays rise with the number of tries. */
const LIMITS: readonly { subject: Subject; points: number; durationSeconds: number }[] = [
  { subject: 'account_and_address', points: 5, durationSeconds: 60 },
  { subject: 'account_and_address', points: 20, durationSeconds: 900 },
  { subject: 'address', points: 100, durationSeconds: 900 },
  { subject: 'account', points: 200, durationSeconds: 900 },
]

/**
 * Slows guessing down, by account and by address, and never lets an attacker lock a person out for good: the narrow
 * limits count one account from one address, so that the person's own address stays free of another's tries.
 *
 * *Enforces*: a try is counted before it is heard, so that parallel tries cannot slip through. The same for accounts
 * that do not exist.
 */
export class SignInThrottle {
  private readonly limiters: readonly { subject: Subject; limiter: RateLimiterAbstract }[]

  /** @param store where tries are counted: PostgreSQL or Redis */
  constructor(store: RateLimiterStore) {
    this.limiters = LIMITS.map(({ subject, points, durationSeconds }) => ({
      subject,
      limiter: createRateLimiter({
        ...store,
        keyPrefix: `sign-in:${subject}:${durationSeconds}`,
        points,
        durationSeconds,
      }),
    }))
  }

  /** Counts the try. @returns seconds until a try is heard again; 0 when this one may go on */
  async admit(attempt: SignInAttempt): Promise<number> {
    const keys = keysOf(attempt)
    const waits = await Promise.all(
      this.limiters.map(({ subject, limiter }) =>
        limiter.consume(keys[subject]).then(
          () => 0,
          (refused: unknown) => waitSecondsOf(refused),
        ),
      ),
    )
    return Math.max(...waits)
  }

  /** Forgets what this account and address had tried, after a right password. */
  async succeeded(attempt: SignInAttempt): Promise<void> {
    const keys = keysOf(attempt)
    await Promise.all(
      this.limiters.map(({ subject, limiter }) =>
        subject === 'account_and_address' ? limiter.delete(keys[subject]) : limiter.reward(keys[subject], 1),
      ),
    )
  }
}

function keysOf({ login, ipAddress }: SignInAttempt): Record<Subject, string> {
  const account = sha256Base64url(login.trim().toLowerCase())
  return { account, address: ipAddress, account_and_address: `${account}@${ipAddress}` }
}

/** The limiter rejects with how long to wait; anything else is a fault and goes on. */
function waitSecondsOf(refused: unknown): number {
  if (!(refused instanceof RateLimiterRes)) throw refused
  return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
}
