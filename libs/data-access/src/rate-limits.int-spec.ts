import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createTestDatabase, type TestDatabase } from '@gatehouse/testing'
import { createRateLimiter, RateLimiterRes } from './rate-limits.js'

let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
})

afterAll(() => test.drop())

describe('rate limits in PostgreSQL', () => {
  it('let exactly the given number through, over two limiters that share the table', async () => {
    const options = { pool: test.database.pool, keyPrefix: 'login', points: 5, durationSeconds: 60 }
    const limiters = [createRateLimiter(options), createRateLimiter(options)]
    const attempts = Array.from({ length: 20 }, (_, at) => limiters[at % 2]?.consume('ada'))
    const outcomes = await Promise.allSettled(attempts)
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused).toHaveLength(15)
    expect(refused.every((outcome) => outcome.reason instanceof RateLimiterRes)).toBe(true)
    await expect(limiters[0]?.consume('grace')).resolves.toMatchObject({ remainingPoints: 4 })
  })

  it('keep limiters with other prefixes apart', async () => {
    const options = { pool: test.database.pool, points: 1, durationSeconds: 60 }
    await createRateLimiter({ ...options, keyPrefix: 'one' }).consume('ada')
    const other = createRateLimiter({ ...options, keyPrefix: 'other' })
    await expect(other.consume('ada')).resolves.toMatchObject({ remainingPoints: 0 })
  })

  it('go on in memory while the database is away', async () => {
    const away = await createTestDatabase()
    const options = { pool: away.database.pool, keyPrefix: 'login', points: 2, durationSeconds: 60 }
    const limiter = createRateLimiter(options)
    await away.drop()
    await limiter.consume('ada')
    await limiter.consume('ada')
    await expect(limiter.consume('ada')).rejects.toBeInstanceOf(RateLimiterRes)
  })
})
