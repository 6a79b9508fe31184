import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createTestDatabase, type TestDatabase } from '@gatehouse/testing'
import { Redis } from 'ioredis'
import { createRateLimiter, RateLimiterRes } from './rate-limits.js'

let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
})

afterAll(() => test.drop())

describe('rate limits in PostgreSQL', () => {
  it('let exactly the given number through, over two limiters that share the table', async () => {
    const options = { pool: test.database.pool, keyPrefix: 'login', points: 5, durationSeconds: 60 }
    const [one, other] = [createRateLimiter(options), createRateLimiter(options)]
    const attempts = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? one : other).consume('ada'))
    const outcomes = await Promise.allSettled(attempts)
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused).toHaveLength(15)
    expect(refused.every((outcome) => outcome.reason instanceof RateLimiterRes)).toBe(true)
    await expect(one.consume('grace')).resolves.toMatchObject({ remainingPoints: 4 })
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

// Redis comes from the operating system; where there is none, nothing can be counted in it.
const redisServer = spawnSync('redis-server', ['--version']).status === 0 ? describe : describe.skip

redisServer('rate limits in Redis', () => {
  const port = 20_000 + (process.pid % 20_000)
  let server: ChildProcess
  let redis: Redis

  beforeAll(async () => {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '']
    server = spawn('redis-server', settings, { stdio: 'ignore' })
    redis = new Redis({ port, enableOfflineQueue: false, retryStrategy: () => 50, disconnectTimeout: 50 })
    redis.on('error', () => undefined)
    await new Promise((resolve) => redis.once('ready', resolve))
  })

  afterAll(() => {
    redis.disconnect()
    server.kill('SIGKILL')
  })

  it('let exactly the given number through, and go on in memory when Redis is gone', async () => {
    const limiter = createRateLimiter({ redis, keyPrefix: 'login', points: 5, durationSeconds: 60 })
    const attempts = Array.from({ length: 20 }, () => limiter.consume('ada'))
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(5)
    const closed = once(redis, 'close')
    server.kill('SIGKILL')
    await closed
    await expect(limiter.consume('ada')).resolves.toMatchObject({ remainingPoints: 4 })
  })
})
