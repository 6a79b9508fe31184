import { describe, expect, it, jest } from '@jest/globals'
import pg from 'pg'
import { Batcher } from './batcher.js'

const refusal = () => new pg.DatabaseError('invalid byte sequence', 0, 'error')

describe('a batcher', () => {
  it('runs alone what comes alone, and together what comes meanwhile, each with its own answer', async () => {
    const write = jest.fn(async (entries: readonly number[]) => entries.map((entry) => entry * 2))
    const batcher = new Batcher(write)
    expect(await Promise.all([1, 2, 3].map((entry) => batcher.add(entry)))).toEqual([2, 4, 6])
    expect(write.mock.calls.map(([entries]) => entries)).toEqual([[1], [2, 3]])
  })

  it('refuses what the database refuses, and nothing that came with it', async () => {
    const batcher = new Batcher(async (entries: readonly string[]) => {
      if (entries.includes('bad')) throw refusal()
      return entries
    })
    const outcomes = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((entry) => batcher.add(entry)))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })

  it('refuses all at once where the database is away, and goes on afterwards', async () => {
    let isAway = true
    const write = jest.fn(async (entries: readonly string[]) => {
      if (isAway) throw new Error('connect ECONNREFUSED')
      return entries
    })
    const batcher = new Batcher(write)
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((entry) => batcher.add(entry)))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(write).toHaveBeenCalledTimes(2)
    isAway = false
    expect(await batcher.add('d')).toBe('d')
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
    expect(await batcher.add('free')).toBe('free')
    release()
    expect(await locked).toBe('locked')
    expect(run.mock.calls).toEqual([
      [['locked'], false],
      [['locked'], true],
      [['free'], false],
    ])
  })

  it('runs as many at once as it may, and takes no more together than it may', async () => {
    const ends: (() => void)[] = []
    const run = jest.fn(async (entries: readonly number[]) => {
      await new Promise<void>((resolve) => ends.push(resolve))
      return entries
    })
    const batcher = new Batcher(run, { most: 2, atOnce: 2 })
    const all = Promise.all([1, 2, 3, 4, 5].map((entry) => batcher.add(entry)))
    expect(run.mock.calls.map(([entries]) => entries)).toEqual([[1], [2]])
    ends[0]?.()
    await Promise.resolve()
    for (let at = 1; at < 4; at += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      ends[at]?.()
    }
    expect(await all).toEqual([1, 2, 3, 4, 5])
    expect(run.mock.calls.map(([entries]) => entries)).toEqual([[1], [2], [3, 4], [5]])
  })
})
