import { Logger } from '@nestjs/common'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { RefusalCount, UsageStore } from '@gatehouse/data-access'
import { FakeClock } from '@gatehouse/testing'
import { RefusalCounts } from './refusal-counts.js'

/** Adds up what it is given by client; can be broken. */
class AddingStore {
  readonly counts: Record<string, number> = {}
  broken = false

  addRefusals(refusals: readonly RefusalCount[]): Promise<void> {
    if (this.broken) return Promise.reject(new Error('deadlock detected'))
    for (const { clientId, count } of refusals) this.counts[clientId] = (this.counts[clientId] ?? 0) + count
    return Promise.resolve()
  }
}

function someCounts() {
  const store = new AddingStore()
  return { store, counts: new RefusalCounts(store as unknown as UsageStore, new FakeClock()) }
}

beforeAll(() => Logger.overrideLogger(false))
afterAll(() => Logger.overrideLogger(['error', 'warn', 'log']))

describe('counts of refusals', () => {
  it('are tried again, with what came since, when the database did not take them', async () => {
    const { store, counts } = someCounts()
    store.broken = true
    counts.count('shop', 'invalid_grant')
    counts.count('shop', 'invalid_grant')
    await counts.flush()
    store.broken = false
    counts.count('shop', 'invalid_grant')
    await counts.flush()
    await counts.flush()
    expect(store.counts).toStrictEqual({ shop: 3 })
  })

  it('tell 500 apart, and those still when others come', async () => {
    const { store, counts } = someCounts()
    for (let at = 0; at < 600; at += 1) counts.count(`client-${at}`, 'invalid_client')
    counts.count('client-7', 'invalid_client')
    await counts.flush()
    expect(store.counts['client-7']).toBe(2)
    expect(store.counts['']).toBe(100)
  })

  it('stay that few while the database is away', async () => {
    const { store, counts } = someCounts()
    store.broken = true
    for (let round = 0; round < 3; round += 1) {
      for (let at = 0; at < 500; at += 1) counts.count(`client-${round}-${at}`, 'invalid_client')
      await counts.flush()
    }
    store.broken = false
    await counts.flush()
    expect(Object.keys(store.counts).length).toBeLessThanOrEqual(501)
    expect(Object.values(store.counts).reduce((sum, count) => sum + count, 0)).toBe(1_500)
  })
})
