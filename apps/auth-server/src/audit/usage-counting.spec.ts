import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { RollUpTurn, UsageStore } from '@gatehouse/data-access'
import { FakeClock } from '@gatehouse/testing'
import type { AuditLog } from './audit-log.js'
import type { RefusalCounts } from './refusal-counts.js'
import { UsageCounting } from './usage-counting.js'

const nothingToFlush = { flush: () => Promise.resolve() }

function aCounting() {
  const did: string[] = []
  const keep = (what: string) => Promise.resolve(void did.push(what))
  const store = {
    rollUp: ({ whileBusy }: RollUpTurn) => keep(whileBusy).then(() => ({ events: 0, isMore: false })),
    sampleSessions: () => keep('sample'),
    prune: () => keep('prune'),
  }
  const clock = new FakeClock()
  const counting = new UsageCounting(
    store as unknown as UsageStore,
    nothingToFlush as unknown as AuditLog,
    nothingToFlush as unknown as RefusalCounts,
    clock,
  )
  return { counting, clock, did }
}

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

describe('the counting of usage', () => {
  it('waits for another server, and counts no sessions, while somebody waits for figures', async () => {
    const { counting, did } = aCounting()
    await counting.catchUp()
    expect(did).toStrictEqual(['wait'])
  })

  it('serves all who wait while it counts by one turn more', async () => {
    const { counting, did } = aCounting()
    await Promise.all(Array.from({ length: 100 }, () => counting.catchUp()))
    expect(did.length).toBeLessThanOrEqual(2)
  })

  it('leaves it to another server otherwise, and counts sessions once a minute, also after the clock was set back', async () => {
    const { counting, clock, did } = aCounting()
    counting.onApplicationBootstrap()
    const rounds: string[][] = []
    for (const passed of [0, 5, 60, -3_000]) {
      clock.advance(passed)
      await jest.advanceTimersByTimeAsync(5_000)
      rounds.push(did.splice(0))
    }
    await counting.onApplicationShutdown()
    expect(rounds).toStrictEqual([
      ['leave', 'sample', 'prune'],
      ['leave'],
      ['leave', 'sample'],
      ['leave', 'sample'],
    ])
  })
})
