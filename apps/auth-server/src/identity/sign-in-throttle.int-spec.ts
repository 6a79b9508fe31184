import { Logger } from '@nestjs/common'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createTestDatabase, type TestDatabase } from '@gatehouse/testing'
import { testSettings } from '../config/settings.fixture.js'
import { HAS_REDIS, TestRedis } from '../storage/redis-server.fixture.js'
import { SharedRedis } from '../storage/shared-redis.js'
import { SignInThrottle } from './sign-in-throttle.js'

/** What every store of counters must do. Two throttles share it, as two servers would. */
function rulesOf(throttles: () => readonly [SignInThrottle, SignInThrottle]): void {
  const admit = (login: string, ipAddress: string) => throttles()[0].admit({ login, ipAddress })

  async function admittedOf(tries: number, attempt: (at: number) => Promise<number>): Promise<number> {
    const waits = await Promise.all(Array.from({ length: tries }, (_, at) => attempt(at)))
    return waits.filter((wait) => wait === 0).length
  }

  it('100 guesses at the same moment, at two servers, get 5 answers', async () => {
    const attempt = { login: 'parallel', ipAddress: '192.0.2.1' }
    expect(await admittedOf(100, (at) => throttles()[at % 2 === 0 ? 0 : 1].admit(attempt))).toBe(5)
  })

  it('a refused try says how long to wait', async () => {
    await admittedOf(5, () => admit('waiting', '192.0.2.2'))
    const wait = await admit('waiting', '192.0.2.2')
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(60)
  })

  it('tells from where nobody is heard by a login name, and for how long, without counting that as a try', async () => {
    const throttle = throttles()[0]
    const [locked, free] = ['192.0.2.20', '192.0.2.21']
    await admittedOf(5, () => admit('told', locked))
    await admittedOf(4, () => admit('told', free))
    for (let round = 0; round < 5; round += 1) {
      const [wait, ...others] = await throttle.waits(['other', 'TOLD'], [free, locked])
      expect([wait?.address, others]).toEqual([locked, []])
      expect(wait?.waitSeconds).toBeGreaterThan(0)
      expect(wait?.waitSeconds).toBeLessThanOrEqual(60)
    }
    expect(await admit('told', free)).toBe(0)
    await throttle.lift(['told'], [locked, free])
    expect(await throttle.waits(['told'], [free, locked])).toEqual([])
  })

  it('tells of an address that is not heard for any account, which lifting what a person waits for leaves', async () => {
    const throttle = throttles()[0]
    const address = '192.0.2.22'
    await admittedOf(100, (at) => admit(`of-many-${at}`, address))
    const [wait, ...others] = await throttle.waits(['somebody'], [address])
    expect([wait, others]).toMatchObject([{ address, isOfAddress: true }, []])
    await throttle.lift(['somebody'], [address])
    expect(await throttle.waits(['somebody'], [address])).toHaveLength(1)
  })

  it('spelling the login differently gives no more tries', async () => {
    const spellings = ['spelled', 'SPELLED', ' spelled ', 'Spelled\t']
    expect(await admittedOf(20, (at) => admit(spellings[at % 4] ?? '', '192.0.2.3'))).toBe(5)
  })

  it("somebody else's tries from another address do not lock the person, however many", async () => {
    await admittedOf(250, () => admit('person', '198.51.100.1'))
    expect(await admit('person', '192.0.2.4')).toBe(0)
  })

  it('tries from many addresses together are limited for the account', async () => {
    expect(await admittedOf(250, (at) => admit('wanted', `198.51.100.${at}`))).toBe(200)
    expect(await admit('wanted', '192.0.2.5')).toBeGreaterThan(60)
  })

  it('one address has 100 tries, over all accounts', async () => {
    expect(await admittedOf(120, (at) => admit(`victim-${at}`, '203.0.113.1'))).toBe(100)
    expect(await admit('somebody', '203.0.113.2')).toBe(0)
  })

  it('a /64 of IPv6 counts as one address, for one subscriber has it whole (RFC 6177 §2)', async () => {
    const inside = (at: number) => `2001:db8:0:7::${at.toString(16)}`
    expect(await admittedOf(20, (at) => admit('six', inside(at)))).toBe(5)
    expect(await admit('six', '2001:db8:0:7:ffff:ffff:ffff:ffff')).toBeGreaterThan(0)
    expect(await admit('six', '2001:db8:0:8::1')).toBe(0)
  })

  it('guesses from everywhere spend what the account has, but not for a browser that its person uses', async () => {
    const login = 'known-at-home'
    for (let address = 0; address < 45; address += 1) {
      await admittedOf(5, () => throttles()[0].admit({ login, ipAddress: `198.51.100.${address}` }))
    }
    const person = { login, ipAddress: '203.0.113.5' }
    expect(await throttles()[0].admit(person)).toBeGreaterThan(0)
    expect(await throttles()[0].admit({ ...person, knownBrowser: 'mark' })).toBe(0)
    const guesses = () => throttles()[1].admit({ ...person, ipAddress: '203.0.113.6', knownBrowser: 'mark' })
    expect(await admittedOf(20, guesses)).toBe(5)
  })

  it('a right password forgets the tries before it, of this account from this address alone', async () => {
    const attempt = { login: 'forgetful', ipAddress: '192.0.2.9' }
    for (let round = 0; round < 8; round += 1) {
      expect(await admittedOf(4, () => throttles()[0].admit(attempt))).toBe(4)
      await throttles()[1].succeeded(attempt)
    }
    const other = { login: 'other', ipAddress: '192.0.2.9' }
    await admittedOf(5, () => throttles()[0].admit(other))
    await throttles()[0].succeeded(attempt)
    expect(await throttles()[0].admit(other)).toBeGreaterThan(0)
  })
}

describe('tries to sign in, counted in PostgreSQL', () => {
  let test: TestDatabase
  let throttles: readonly [SignInThrottle, SignInThrottle]

  beforeAll(async () => {
    test = await createTestDatabase({ poolSize: 10 })
    const { pool } = test.database
    throttles = [new SignInThrottle({ pool }), new SignInThrottle({ pool })]
  })

  afterAll(() => test.drop())

  rulesOf(() => throttles)

  it('of an address that is refused leave nothing behind: made-up names do not fill the table', async () => {
    const tries = Array.from({ length: 100 }, (_, at) => ({
      login: `made-up-${at}`,
      ipAddress: '203.0.113.9',
    }))
    await Promise.all(tries.map((attempt) => throttles[0].admit(attempt)))
    const count = async () => (await test.database.pool.query('SELECT FROM rate_limits')).rowCount
    const before = await count()
    for (const { login, ipAddress } of tries) {
      expect(await throttles[1].admit({ login: `more-${login}`, ipAddress })).toBeGreaterThan(0)
    }
    expect(await count()).toBe(before)
  })

  it('keep no login name in the table', async () => {
    await throttles[0].admit({ login: 'ada@example.com', ipAddress: '192.0.2.77' })
    const { rows } = await test.database.pool.query<{ key: string }>('SELECT key FROM rate_limits')
    expect(rows.some(({ key }) => key.includes('192.0.2.77'))).toBe(true)
    expect(rows.filter(({ key }) => key.includes('ada'))).toStrictEqual([])
  })
})

// Redis comes from the operating system; where there is none, nothing can be counted in it.
const withRedis = HAS_REDIS ? describe : describe.skip

withRedis('tries to sign in, counted in Redis', () => {
  const shared: SharedRedis[] = []
  let server: TestRedis
  let throttles: readonly [SignInThrottle, SignInThrottle]

  beforeAll(async () => {
    Logger.overrideLogger(false)
    server = await TestRedis.reserve()
    await server.start()
    const made = await Promise.all([connected(), connected()])
    throttles = [made[0], made[1]]
  })

  afterAll(async () => {
    await Promise.all(shared.map((redis) => redis.close()))
    await server.kill()
    Logger.overrideLogger(['error', 'warn', 'log'])
  })

  async function connected(): Promise<SignInThrottle> {
    const redis = new SharedRedis(testSettings({ REDIS_URL: server.url }))
    shared.push(redis)
    const { client } = redis
    if (!client) throw new Error('no client')
    await new Promise((ready) => client.once('ready', ready))
    return new SignInThrottle({ redis: client })
  }

  rulesOf(() => throttles)

  it('are limited by each server for itself while Redis is gone', async () => {
    await server.kill()
    const attempt = { login: 'outage', ipAddress: '192.0.2.6' }
    const waits = []
    for (let tries = 0; tries < 8; tries += 1) waits.push(await throttles[0].admit(attempt))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5)
  })
})
