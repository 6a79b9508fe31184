import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Redis } from 'ioredis'
import { MemorySessionStore } from './memory-session-store'
import { RedisSessionStore } from './redis-session-store'
import { newSessionId, sessionKeyOf } from './session-id'
import type { ConsoleSession, SessionStore } from './session-store'

const SECRET = 'a secret of the console with 32+ characters'
const now = new Date()
const nowSeconds = Math.floor(now.getTime() / 1000)

const session = (change: Partial<ConsoleSession> = {}): ConsoleSession => ({
  tokens: {
    accessToken: 'access-token-value',
    accessTokenExpiresAt: nowSeconds + 900,
    renewalDueAt: nowSeconds + 675,
    refreshToken: 'refresh-token-value',
    idToken: 'id-token-value',
  },
  person: {
    subject: 'u1',
    name: 'Ada',
    username: undefined,
    email: undefined,
    emailVerified: false,
    roles: ['owner'],
  },
  authentication: { time: nowSeconds, acr: undefined, amr: ['pwd'] },
  startedAt: nowSeconds,
  endsAt: nowSeconds + 3600,
  ...change,
})

/** The contract of every session store. */
function contract(makeStore: () => SessionStore): void {
  let store: SessionStore
  beforeAll(() => {
    store = makeStore()
  })
  afterAll(() => store.close())
  const newKey = () => sessionKeyOf(newSessionId())

  it('finds what was saved, whole', async () => {
    const key = newKey()
    await store.save(key, session())
    expect(await store.find(key, now)).toMatchObject({ person: { name: 'Ada' }, tokens: session().tokens })
  })

  it('finds nothing under a key that was never saved', async () => {
    expect(await store.find(newKey(), now)).toBeUndefined()
  })

  it('finds nothing once the session has ended', async () => {
    const key = newKey()
    await store.save(key, session())
    expect(await store.find(key, new Date((nowSeconds + 3600) * 1000))).toBeUndefined()
  })

  it('does not bring back a session that was deleted while it was being renewed', async () => {
    const key = newKey()
    await store.save(key, session())
    await store.delete(key)
    expect(await store.replace(key, session())).toBe(false)
    expect(await store.find(key, now)).toBeUndefined()
  })

  it('replaces a session that is there', async () => {
    const key = newKey()
    await store.save(key, session())
    expect(await store.replace(key, session({ startedAt: nowSeconds + 1 }))).toBe(true)
    expect(await store.find(key, now)).toMatchObject({ startedAt: nowSeconds + 1 })
  })
}

describe('MemorySessionStore', () => {
  contract(() => new MemorySessionStore())

  it('stays within its bound: the oldest session gives way', async () => {
    const store = new MemorySessionStore(2)
    const [first, second, third] = ['1', '2', '3'].map(sessionKeyOf)
    for (const key of [first, second, third]) await store.save(key!, session())
    expect(await store.find(first!, now)).toBeUndefined()
    expect(await store.find(second!, now)).toBeDefined()
    expect(await store.find(third!, now)).toBeDefined()
  })

  it('removes sessions that have ended before it lets a live one go', async () => {
    const store = new MemorySessionStore(2)
    await store.save(sessionKeyOf('ended'), session({ endsAt: nowSeconds - 1 }))
    await store.save(sessionKeyOf('live'), session())
    await store.save(sessionKeyOf('new'), session())
    expect(await store.find(sessionKeyOf('live'), now)).toBeDefined()
  })
})

const hasRedis = spawnSync('redis-server', ['--version']).status === 0
if (!hasRedis) process.stderr.write('SKIPPED: RedisSessionStore needs redis-server, which is not installed\n')

const whereRedisIs = hasRedis ? describe : describe.skip // Redis is not in npm: a bare machine has none

whereRedisIs('RedisSessionStore', () => {
  let server: ChildProcess
  let url: string

  beforeAll(async () => {
    const port = await freePort()
    url = `redis://127.0.0.1:${port}`
    server = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    for await (const chunk of server.stdout!) if (String(chunk).includes('Ready to accept')) break
  })
  contract(() => new RedisSessionStore(url, SECRET))

  it('keeps no token readable in Redis, and a moved value opens nothing', async () => {
    const store = new RedisSessionStore(url, SECRET)
    const [key, otherKey] = [sessionKeyOf('mine'), sessionKeyOf('theirs')]
    await store.save(key, session())
    const redis = new Redis(url)
    const stored = (await redis.get(`gatehouse:console:session:${key}`))!
    await redis.set(`gatehouse:console:session:${otherKey}`, stored)
    expect(Buffer.from(stored.slice(3), 'base64url').toString('latin1')).not.toMatch(/token-value/)
    expect(await store.find(otherKey, now)).toBeUndefined()
    expect(await redis.ttl(`gatehouse:console:session:${key}`)).toBeGreaterThan(3500)
    redis.disconnect()
    await store.close()
  })

  afterAll(async () => {
    server.kill()
    await once(server, 'exit')
  })
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
