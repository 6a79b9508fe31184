import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it, jest } from '@jest/globals'
import pg from 'pg'
import { Batcher } from './batcher.js'

const refusal = () => new pg.DatabaseError('invalid byte sequence', 0, 'error')

describe('a batcher', () => {
  it('runs together what comes in one turn of the event loop, and what comes meanwhile, each with its own answer', async () => {
    const run = jest.fn(async (entries: readonly number[]) => {
      await nextTurn()
      return entries.map((entry) => entry * 2)
    })
    const batcher = new Batcher(run)
    const first = [1, 2].map((entry) => batcher.add(entry))
    await nextTurn()
    const second = [3, 4].map((entry) => batcher.add(entry))
    expect(await Promise.all([...first, ...second])).toEqual([2, 4, 6, 8])
    expect(run.mock.calls.map(([entries]) => entries)).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('takes no more together than it may, and has no more runs under way', async () => {
    let underWay = 0
    let most = 0
    const run = jest.fn(async (entries: readonly number[]) => {
      underWay += 1
      most = Math.max(most, underWay)
      await nextTurn()
      underWay -= 1
      return entries
    })
    const batcher = new Batcher(run, { most: 2, atOnce: 2 })
    const entries = [1, 2, 3, 4, 5, 6, 7]
    expect(await Promise.all(entries.map((entry) => batcher.add(entry)))).toEqual(entries)
    expect(run.mock.calls.map(([batch]) => batch.length)).toEqual([2, 2, 2, 1])
    expect(most).toBe(2)
  })

  it('refuses what the database refuses, and nothing that came with it', async () => {
    const batcher = new Batcher(async (entries: readonly string[]) => {
      if (entries.includes('bad')) throw refusal()
      return entries
    })
    const outcomes = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((entry) => batcher.add(entry)))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })

  it('lets those who come later pass one whose retry waits for a lock', async () => {
    let release = () => undefined as void
    const released = new Promise<void>((resolve) => (release = resolve))
    const run = jest.fn(async (entries: readonly string[], isRetry: boolean) => {
      if (isRetry) await released
      else if (entries.includes('locked')) throw refusal()
      return entries
    })
    const batcher = new Batcher(run)
    const locked = batcher.add('locked')
    await nextTurn()
    expect(await batcher.add('free')).toBe('free')
    release()
    expect(await locked).toBe('locked')
    expect(run.mock.calls).toEqual([
      [['locked'], false],
      [['locked'], true],
      [['free'], false],
    ])
  })

  it('refuses all at once where the database is away, and goes on afterwards', async () => {
    let isAway = true
    const run = jest.fn(async (entries: readonly string[]) => {
      if (isAway) throw new Error('connect ECONNREFUSED')
      return entries
    })
    const batcher = new Batcher(run)
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((entry) => batcher.add(entry)))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(run).toHaveBeenCalledTimes(1)
    isAway = false
    expect(await batcher.add('d')).toBe('d')
  })
  it('tells those who waited too long so, runs nothing for them, and goes on with who came later', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] })
    try {
      const ends: (() => void)[] = []
      const run = jest.fn(async (entries: readonly string[]) => {
        await new Promise<void>((resolve) => ends.push(resolve))
        return entries
      })
      const batcher = new Batcher(run)
      const first = batcher.add('first')
      await nextTurn()
      const late = batcher.add('late').catch((error: Error) => error.message)
      jest.advanceTimersByTime(6_000)
      const fresh = batcher.add('fresh')
      ends[0]?.()
      expect(await first).toBe('first')
      await nextTurn()
      ends[1]?.()
      expect(await Promise.all([late, fresh])).toEqual(['waited too long for the database', 'fresh'])
      expect(run.mock.calls.map(([entries]) => entries)).toEqual([['first'], ['fresh']])
    } finally {
      jest.useRealTimers()
    }
  })

  it('gives up a run without an end, and its place to others', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] })
    try {
      const run = jest.fn((entries: readonly string[]) =>
        entries.includes('hangs') ? new Promise<string[]>(() => undefined) : Promise.resolve([...entries]),
      )
      const batcher = new Batcher(run)
      const hanging = batcher.add('hangs').catch((error: Error) => error.message)
      await nextTurn()
      jest.advanceTimersByTime(10_000)
      expect(await hanging).toBe('waited too long for the database')
      expect(await batcher.add('next')).toBe('next')
    } finally {
      jest.useRealTimers()
    }
  })
})
