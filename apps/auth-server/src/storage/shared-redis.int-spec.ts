import { setTimeout as sleep } from 'node:timers/promises'
import { Logger } from '@nestjs/common'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Redis } from 'ioredis'
import { testSettings } from '../config/settings.fixture.js'
import { HAS_REDIS, TestRedis } from './redis-server.fixture.js'
import { SharedRedis } from './shared-redis.js'

describe('without REDIS_URL', () => {
  it('there is no client, and nothing to close', async () => {
    const redis = new SharedRedis(testSettings())
    expect(redis.client).toBeUndefined()
    await expect(redis.close()).resolves.toBeUndefined()
  })
})

// Redis comes from the operating system; where there is none, nothing can come back.
const withRedis = HAS_REDIS ? describe : describe.skip

withRedis('the Redis that servers share', () => {
  let server: TestRedis
  let redis: SharedRedis | undefined

  beforeAll(async () => {
    Logger.overrideLogger(false)
    server = await TestRedis.reserve()
  })

  afterEach(async () => {
    await redis?.close()
    await server.kill()
  })

  afterAll(() => Logger.overrideLogger(['error', 'warn', 'log']))

  function connect(): Redis {
    redis = new SharedRedis(testSettings({ REDIS_URL: server.url }))
    if (!redis.client) throw new Error('no client')
    return redis.client
  }

  async function readyWithin(client: Redis, seconds: number): Promise<boolean> {
    for (let waited = 0; waited < seconds * 1000 && client.status !== 'ready'; waited += 50) await sleep(50)
    return client.status === 'ready'
  }

  it('may be away at the start: commands fail at once, and it is used when it comes', async () => {
    const client = connect()
    await sleep(100)
    const begun = performance.now()
    await expect(client.get('key')).rejects.toThrow()
    expect(performance.now() - begun).toBeLessThan(1_000)
    await server.start()
    expect(await readyWithin(client, 10)).toBe(true)
    await client.set('key', 'value')
    expect(await client.get('key')).toBe('value')
  })

  it('may crash and come back', async () => {
    await server.start()
    const client = connect()
    expect(await readyWithin(client, 10)).toBe(true)
    await server.kill()
    await sleep(100)
    await expect(client.get('key')).rejects.toThrow()
    await server.start()
    expect(await readyWithin(client, 10)).toBe(true)
    expect(await client.ping()).toBe('PONG')
  })

  it('may crash while the server stops', async () => {
    await server.start()
    expect(await readyWithin(connect(), 10)).toBe(true)
    await server.kill()
    await expect(redis?.close()).resolves.toBeUndefined()
  })

  it('is not waited for when the server stops while it is away', async () => {
    connect()
    await sleep(100)
    const begun = performance.now()
    await redis?.close()
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})
