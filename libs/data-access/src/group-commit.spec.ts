import { describe, expect, it, jest } from '@jest/globals'
import pg from 'pg'
import { GroupCommit } from './group-commit.js'

const refusal = () => new pg.DatabaseError('invalid byte sequence', 0, 'error')

describe('a group commit', () => {
  it('writes alone what comes alone, and together what comes meanwhile, each with its own answer', async () => {
    const write = jest.fn(async (entries: readonly number[]) => entries.map((entry) => entry * 2))
    const group = new GroupCommit(write)
    expect(await Promise.all([1, 2, 3].map((entry) => group.add(entry)))).toEqual([2, 4, 6])
    expect(write.mock.calls.map(([entries]) => entries)).toEqual([[1], [2, 3]])
  })

  it('refuses what the database refuses, and nothing that came with it', async () => {
    const group = new GroupCommit(async (entries: readonly string[]) => {
      if (entries.includes('bad')) throw refusal()
      return entries
    })
    const outcomes = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((entry) => group.add(entry)))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })

  it('refuses all at once where the database is away, and goes on afterwards', async () => {
    let isAway = true
    const write = jest.fn(async (entries: readonly string[]) => {
      if (isAway) throw new Error('connect ECONNREFUSED')
      return entries
    })
    const group = new GroupCommit(write)
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((entry) => group.add(entry)))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(write).toHaveBeenCalledTimes(2)
    isAway = false
    expect(await group.add('d')).toBe('d')
  })
})
