import { Logger } from '@nestjs/common'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { FeedClient } from './feed-client.js'
import { FeedFollower } from './feed-follower.js'
import { RevocationList } from './revocation-list.js'

const FAILURE = new Error('connect ECONNREFUSED')

/** A feed that refuses so many times, then answers and breaks off as soon as it is listened to. */
function feedThatRefuses(times: number, asked: { pages: number }): FeedClient {
  const page = () => {
    asked.pages += 1
    return asked.pages > times
      ? Promise.resolve({ revocations: [], sequence: 0n, more: false })
      : Promise.reject(FAILURE)
  }
  const stream = () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(FAILURE) }) })
  return { page, stream } as unknown as FeedClient
}

describe('FeedFollower', () => {
  let warnings: string[]
  let follower: FeedFollower
  let asked: { pages: number }

  beforeEach(() => {
    warnings = []
    asked = { pages: 0 }
    Logger.overrideLogger({
      log: () => undefined,
      error: () => undefined,
      warn: (text: string) => warnings.push(text),
    })
  })
  afterEach(async () => {
    await follower.stop()
    Logger.overrideLogger(['error', 'warn', 'log'])
  })

  /** Resolves with the number of pages that were asked for when the first warning came. */
  async function firstWarningOf(client: FeedClient): Promise<number> {
    const times = { now: () => new Date(), steadyMs: () => performance.now(), stallMs: 60_000 }
    const list = new RevocationList(10, 0)
    follower = new FeedFollower(client, list, times, () => undefined)
    follower.start()
    while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    return asked.pages
  }

  it('is silent about an issuer that does not listen yet, and says so when that lasts', async () => {
    expect(await firstWarningOf(feedThatRefuses(1_000, asked))).toBe(4)
    expect(warnings[0]).toContain('attempt 5 follows: connect ECONNREFUSED')
  })

  it('warns at once of a feed that was there and broke off', async () => {
    expect(await firstWarningOf(feedThatRefuses(0, asked))).toBe(1)
  })
})
