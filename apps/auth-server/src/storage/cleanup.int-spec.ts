import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { CleanupStore, FailureRecordStore, InteractionStore } from '@gatehouse/data-access'
import {
  createTestDatabase,
  FakeClock,
  randomDigest,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { Cleanup } from './cleanup.js'

const DAY_SECONDS = 86_400

let test: TestDatabase
let clock: FakeClock
let cleanup: Cleanup

beforeAll(async () => {
  test = await createTestDatabase()
  clock = new FakeClock()
  const { database } = test
  cleanup = new Cleanup(new CleanupStore(database), new FailureRecordStore(database), clock)
})

afterAll(() => test.drop())

const interactionIds = async () =>
  (await test.database.prisma.interaction.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id)

async function addInteraction(id: string, lifetimeSeconds: number): Promise<void> {
  await new InteractionStore(test.database).create({
    id,
    browserDigest: randomDigest(),
    clientId: 'client',
    parameters: {},
    createdAt: clock.now(),
    expiresAt: secondsLater(lifetimeSeconds, clock.now()),
  })
}

describe('cleanup', () => {
  it('removes what has expired and nothing else', async () => {
    await addInteraction('long', 3600)
    await addInteraction('short', 60)
    clock.advance(61)
    await cleanup.run()
    expect(await interactionIds()).toStrictEqual(['long'])
  })

  async function addBacklog(rows: number): Promise<void> {
    const sql = `INSERT INTO interactions (id, browser_digest, client_id, parameters, expires_at)
      SELECT 'backlog-' || n, '\\x00', 'client', '{}', $2 FROM generate_series(1, $1) AS n`
    await test.database.pool.query(sql, [rows, secondsLater(1, clock.now())])
    clock.advance(2)
  }

  it('works through a backlog in one round, however long it is', async () => {
    await addBacklog(12_000)
    await cleanup.run()
    expect(await interactionIds()).toStrictEqual(['long'])
  })

  it('leaves the rest of a backlog when the server stops', async () => {
    await addBacklog(3_000)
    const { database } = test
    const stopping = new Cleanup(new CleanupStore(database), new FailureRecordStore(database), clock)
    const round = stopping.run()
    await stopping.onApplicationShutdown()
    await round
    expect((await interactionIds()).length).toBeGreaterThan(1)
    await cleanup.run()
  })

  it('may run at several servers at once', async () => {
    await addInteraction('contended', 1)
    clock.advance(2)
    const { database } = test
    const other = new Cleanup(new CleanupStore(database), new FailureRecordStore(database), clock)
    await Promise.all([cleanup.run(), other.run(), cleanup.run()])
    expect(await interactionIds()).toStrictEqual(['long'])
  })

  it('forgets failure records after thirty days', async () => {
    const records = new FailureRecordStore(test.database)
    const record = { endpoint: '/oauth2/token', error: 'invalid_grant', rule: 'code.unknown' }
    await records.add({ ...record, traceId: 'old', at: clock.now() })
    clock.advance(30 * DAY_SECONDS + 1)
    await records.add({ ...record, traceId: 'new', at: clock.now() })
    await cleanup.run()
    expect(await records.find('old')).toBeUndefined()
    expect(await records.find('new')).toMatchObject({ rule: 'code.unknown' })
  })
})
