import {
  createRateLimiter,
  RateLimiterRes,
  type Database,
  type RateLimiterAbstract,
} from '@gatehouse/data-access'
import { sha256Base64url } from '@gatehouse/protocol'
import { networkOf } from '../http/network.js'
import type { SharedRedis } from '../storage/shared-redis.js'

/** Who tries to sign in. */
export interface SignInAttempt {
  login: string
  ipAddress: string
  /** Mark of the browser, when somebody signed in with this login name there before: it has tries of its own then. */
  knownBrowser?: string | undefined
}

/** From where no try is heard at the moment. */
export interface SignInWait {
  /** Undefined means everywhere. */
  address: string | undefined
  /** True when the address is not heard whatever account it tries; lifting what a person waits for does not end that. */
  isOfAddress: boolean
  waitSeconds: number
}

/** Where tries are counted. */
type RateLimiterStore = { pool: Database['pool'] } | { redis: NonNullable<SharedRedis['client']> }

type Subject = 'account' | 'address' | 'account_and_address' | 'known_browser'

interface Limit {
  subject: Subject
  points: number
  durationSeconds: number
}

/**
 * How often whom, before tries are no longer heard until the window is over: delays rise with the number of tries. Asked
 * row by row; a try that one row refuses is not counted by the next, so that one address alone cannot spend what the
 * account has for all addresses, nor fill the store with names that it makes up.
 */
const LIMITS: readonly (readonly Limit[])[] = [
  [{ subject: 'address', points: 100, durationSeconds: 900 }],
  [
    { subject: 'account_and_address', points: 5, durationSeconds: 60 },
    { subject: 'account_and_address', points: 20, durationSeconds: 900 },
  ],
  [
    { subject: 'account', points: 200, durationSeconds: 900 },
    { subject: 'known_browser', points: 30, durationSeconds: 900 },
  ],
]

/**
 * Slows guessing down, by account and by address, and never lets an attacker lock a person out for good: the narrow
 * limits count one account from one address, so that the person's own address stays free of another's tries, and the
 * wide one is not asked of a browser in which the person signed in before.
 *
 * *Enforces*: a try is counted before it is heard, so that parallel tries cannot slip through. The same for accounts
 * that do not exist.
 */
export class SignInThrottle {
  private readonly limiters: readonly (readonly { subject: Subject; limiter: RateLimiterAbstract }[])[]

  /** @param store where tries are counted: PostgreSQL or Redis */
  constructor(store: RateLimiterStore) {
    this.limiters = LIMITS.map((row) =>
      row.map(({ subject, points, durationSeconds }) => ({
        subject,
        limiter: createRateLimiter({
          ...store,
          keyPrefix: `sign-in:${subject}:${durationSeconds}`,
          points,
          durationSeconds,
        }),
      })),
    )
  }

  /** Counts the try. @returns seconds until a try is heard again; 0 when this one may go on */
  async admit(attempt: SignInAttempt): Promise<number> {
    const keys = keysOf(attempt)
    for (const row of this.limiters) {
      const asked = row.filter(({ subject }) => keys[subject] !== undefined)
      const waits = await Promise.all(
        asked.map(({ subject, limiter }) =>
          limiter.consume(keys[subject] ?? '').then(
            () => 0,
            (refused: unknown) => waitSecondsOf(refused),
          ),
        ),
      )
      const waitSeconds = Math.max(0, ...waits)
      if (waitSeconds > 0) return waitSeconds
    }
    return 0
  }

  /** Forgets what this account and address had tried, after a right password. */
  async succeeded(attempt: SignInAttempt): Promise<void> {
    const keys = keysOf(attempt)
    await Promise.all(
      this.limiters.flat().map(async ({ subject, limiter }) => {
        const key = keys[subject]
        if (key === undefined) return
        await (subject === 'account_and_address' ? limiter.delete(key) : limiter.reward(key, 1))
      }),
    )
  }

  /**
   * From where no try by these login names is heard at the moment.
   *
   * @param addresses from where tries failed lately
   * @returns the longest wait of each kind for each address that has one
   */
  async waits(logins: readonly string[], addresses: readonly string[]): Promise<SignInWait[]> {
    // Tries are counted by network: two addresses of one wait together.
    const networks = new Map(addresses.map((address) => [networkOf(address), address]))
    const places: [Subject, string | undefined][] = [...networks.values()].flatMap((address) => [
      ['account_and_address', address],
      ['address', address],
    ])
    const found: SignInWait[] = []
    // Place by place: whoever looks at a page must not take every connection for it.
    for (const [subject, address] of [['account', undefined] as const, ...places]) {
      const waitSeconds = await this.waitOf(subject, address, logins)
      if (waitSeconds > 0) found.push({ address, isOfAddress: subject === 'address', waitSeconds })
    }
    return found
  }

  private async waitOf(
    subject: Subject,
    address: string | undefined,
    logins: readonly string[],
  ): Promise<number> {
    const all = logins.map((login) => keysOf({ login, ipAddress: address ?? '' })[subject] ?? '')
    const keys = [...new Set(all)]
    const limiters = this.limiters.flat().filter((each) => each.subject === subject)
    const states = await Promise.all(limiters.flatMap(({ limiter }) => keys.map((key) => limiter.get(key))))
    // The next try would be one too many.
    const full = states.filter((state) => state !== null && state.remainingPoints <= 0)
    return Math.max(0, ...full.map((state) => waitSecondsOf(state)))
  }

  /**
   * Lets a person try again at once, whatever was tried before by their login names.
   *
   * @param addresses from where tries failed lately
   */
  async lift(logins: readonly string[], addresses: readonly string[]): Promise<void> {
    const keys = logins.flatMap((login) => [
      keysOf({ login, ipAddress: '' }),
      ...addresses.map((ipAddress) => keysOf({ login, ipAddress })),
    ])
    const ofAccount = this.limiters.flat().filter(({ subject }) => subject.startsWith('account'))
    await Promise.all(
      ofAccount.flatMap(({ subject, limiter }) => keys.map((key) => limiter.delete(key[subject] ?? ''))),
    )
  }
}

/** One account, whatever the case of its login name, without showing it. */
export function accountKeyOf(login: string): string {
  return sha256Base64url(login.trim().toLowerCase())
}

/** What the try counts for. A known browser has tries of its own instead of a share in what the whole world has. */
function keysOf({ login, ipAddress, knownBrowser }: SignInAttempt): Partial<Record<Subject, string>> {
  const account = accountKeyOf(login)
  const address = networkOf(ipAddress)
  return {
    address,
    account_and_address: `${account}@${address}`,
    ...(knownBrowser === undefined ? { account } : { known_browser: knownBrowser }),
  }
}

/** The limiter rejects with how long to wait; anything else is a fault and goes on. */
function waitSecondsOf(refused: unknown): number {
  if (!(refused instanceof RateLimiterRes)) throw refused
  return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
}
