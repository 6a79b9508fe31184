import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Logger, type LoggerService } from '@nestjs/common'
import type { FeedClient } from './feed-client.js'
import { FeedFollower } from './feed-follower.js'
import { RevocationList } from './revocation-list.js'

/** A feed that cannot be reached a number of times; after that it is empty and silent. */
class LateFeed {
  asked = 0

  constructor(private readonly failures: number) {}

  async page(): Promise<object> {
    this.asked += 1
    if (this.asked <= this.failures) throw new Error('nobody is there')
    return { sequence: 0n, more: false, revocations: [] }
  }

  async *stream(_after: bigint, signal: AbortSignal): AsyncGenerator<never[]> {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut'))))
    yield []
  }
}

describe('FeedFollower', () => {
  let warnings: string[]

  beforeEach(() => {
    warnings = []
    const warn = (message: string) => warnings.push(message)
    Logger.overrideLogger({ warn } as unknown as LoggerService)
  })
  afterEach(() => Logger.overrideLogger(['error', 'warn', 'log']))

  /** Follows until it has caught up for the first time. */
  async function follow(feed: LateFeed): Promise<void> {
    const times = { now: () => new Date(), steadyMs: () => performance.now(), stallMs: 60_000 }
    let follower: FeedFollower | undefined
    await new Promise<void>((caughtUp) => {
      follower = new FeedFollower(feed as unknown as FeedClient, new RevocationList(10, 0), times, caughtUp)
      follower.start()
    })
    await follower?.stop()
  }

  it('says nothing of an issuer that is still starting', async () => {
    await follow(new LateFeed(2))
    expect(warnings).toEqual([])
  })

  it('tells of one that stays away, and why', async () => {
    await follow(new LateFeed(4))
    expect(warnings).toEqual(['The revocation feed cannot be reached, attempt 5 follows: nobody is there'])
  })
})
