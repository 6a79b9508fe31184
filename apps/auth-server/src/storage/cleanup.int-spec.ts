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

  it('works through a backlog of several batches in one round', async () => {
    const expiresAt = secondsLater(1, clock.now())
    const rows = Array.from({ length: 1_300 }, (_, at) => ({
      id: `backlog-${at}`,
      browserDigest: new Uint8Array(32),
      clientId: 'client',
      parameters: {},
      expiresAt,
    }))
    await test.database.prisma.interaction.createMany({ data: rows })
    clock.advance(2)
    await cleanup.run()
    expect(await interactionIds()).toStrictEqual(['long'])
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
