import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  aClient,
  aSession,
  aUser,
  createTestDatabase,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { AuditStore, type NewAuditEvent } from '../stores/audit-store.js'
import { usageWindow } from './usage-spans.js'
import { UsageStore } from './usage-store.js'

const HOUR = 3_600
const DAY = 24 * HOUR
const NOW = secondsLater(0)

let test: TestDatabase
let usage: UsageStore
let audit: AuditStore

beforeEach(async () => {
  test = await createTestDatabase({ poolSize: 10 })
  usage = new UsageStore(test.database)
  audit = new AuditStore(test.database)
})

afterEach(() => test.drop())

const lastDay = usageWindow(24, HOUR * 1000, NOW)
const lastMonth = usageWindow(30, DAY * 1000, NOW)
const issued = (change: Partial<NewAuditEvent> = {}): NewAuditEvent => ({
  at: NOW,
  type: 'token.issued',
  outcome: 'success',
  clientId: 'shop',
  subjectId: 'ada',
  detail: { grantType: 'refresh_token' },
  ...change,
})

const turn = { most: 100, now: NOW, unwrittenMs: 100, whileBusy: 'wait' } as const

/** Counts all that there is. */
async function countAll(store = usage): Promise<void> {
  while ((await store.rollUp(turn)).isMore) continue
}

const rowsOf = async (table: string) =>
  (
    await test.database.pool.query<{ span: string; rows: number }>(
      `SELECT span, count(*)::int AS rows FROM ${table} GROUP BY 1 ORDER BY 1`,
    )
  ).rows

describe('usage', () => {
  it('counts each event once, however many servers count at once, and again and again', async () => {
    await audit.append(Array.from({ length: 450 }, () => issued()))
    const servers = Array.from({ length: 4 }, () => new UsageStore(test.database))
    await Promise.all(servers.map((server) => countAll(server)))
    await audit.append([issued({ clientId: 'other' })])
    await Promise.all(servers.map((server) => countAll(server)))
    expect((await usage.figure('token.issued', lastDay)).value).toBe(451)
    expect((await usage.figure('token.issued', lastDay, 'shop')).value).toBe(450)
    expect((await usage.figure('token.issued', lastMonth, 'shop')).value).toBe(450)
  })

  it('counts nothing of what was rolled back, and all of it at the next try', async () => {
    await audit.append([issued()])
    await test.database.pool.query('ALTER TABLE active_people RENAME TO away')
    await expect(usage.rollUp(turn)).rejects.toThrow('active_people')
    await test.database.pool.query('ALTER TABLE away RENAME TO active_people')
    expect((await usage.figure('token.issued', lastDay)).value).toBe(0)
    await countAll()
    expect((await usage.figure('token.issued', lastDay)).value).toBe(1)
  })

  it('puts events into the hour or day they happened in, and compares with the span before', async () => {
    await audit.append(
      [0, -HOUR, -HOUR, -25 * HOUR, -40 * DAY].map((at) => issued({ at: secondsLater(at, NOW) })),
    )
    await countAll()
    const day = await usage.figure('token.issued', lastDay)
    expect(day).toMatchObject({ value: 3, previous: 1 })
    expect(day.series.slice(-2)).toStrictEqual([2, 1])
    const month = await usage.figure('token.issued', lastMonth)
    expect(month).toMatchObject({ value: 4, previous: 1 })
    expect(month.series).toHaveLength(30)
  })

  it('counts a person once in a span, whatever they do there, and nobody for a client on its own behalf', async () => {
    await audit.append([
      issued(),
      issued({ at: secondsLater(-2 * HOUR, NOW) }),
      issued({ type: 'sign_in.succeeded', detail: null }),
      issued({ subjectId: 'bob' }),
      issued({ subjectId: null }),
      issued({ type: 'sign_in.failed', subjectId: 'eve', detail: { reason: 'mismatch' } }),
      issued({ at: secondsLater(-30 * HOUR, NOW), subjectId: 'carol' }),
    ])
    await countAll()
    const people = await usage.activePeople(lastDay)
    expect(people).toMatchObject({ value: 2, previous: 1 })
    expect(people.series.at(-1)).toBe(2)
    expect(people.series.at(-3)).toBe(1)
  })

  it('tells grant types, the clients with most tokens, and when one was last used', async () => {
    await aClient(test.database, { clientId: 'shop', name: 'Shop' })
    await audit.append([
      issued(),
      issued({ detail: { grantType: 'authorization_code' }, at: secondsLater(-HOUR, NOW) }),
      issued(),
      issued({ clientId: 'gone' }),
    ])
    await countAll()
    expect(await usage.tally('token.issued', lastDay, 'shop')).toStrictEqual([
      { name: 'refresh_token', count: 2 },
      { name: 'authorization_code', count: 1 },
    ])
    expect(await usage.topClients(lastDay, 5)).toStrictEqual([
      { clientId: 'shop', name: 'Shop', tokens: 3, previous: 0 },
      { clientId: 'gone', name: null, tokens: 1, previous: 0 },
    ])
    expect(await usage.lastUse('shop', NOW)).toStrictEqual(NOW)
    expect(await usage.lastUse('never', NOW)).toBeUndefined()
  })

  it('counts refusals for clients that are registered alone: a request can say any id', async () => {
    await aClient(test.database, { clientId: 'shop' })
    const refusal = { at: NOW, error: 'invalid_grant', count: 2 }
    await usage.addRefusals([
      { ...refusal, clientId: 'shop' },
      { ...refusal, clientId: 'made\u0000up', count: 5 },
    ])
    await usage.addRefusals([{ ...refusal, clientId: 'shop', error: 'invalid_scope', count: 1 }])
    expect((await usage.figure('request.refused', lastDay, 'shop')).value).toBe(3)
    expect((await usage.figure('request.refused', lastDay)).value).toBe(8)
    const { rows } = await test.database.pool.query(
      "SELECT DISTINCT client_id FROM usage_counts WHERE kind = 'request.refused' ORDER BY 1",
    )
    expect(rows).toStrictEqual([{ client_id: '' }, { client_id: 'shop' }])
  })

  it('samples living sessions once a minute, and counts them when asked', async () => {
    const user = await aUser(test.database)
    const session = { userId: user.id, expiresAt: secondsLater(8 * HOUR, NOW) }
    await aSession(test.database, session)
    await usage.sampleSessions(secondsLater(-25 * HOUR, NOW))
    await aSession(test.database, session)
    await usage.sampleSessions(secondsLater(-25 * HOUR + 30, NOW))
    await aSession(test.database, session)
    expect(await usage.livingSessions(lastDay, NOW)).toMatchObject({ value: 3, previous: 1 })
    await usage.sampleSessions(NOW)
    expect((await usage.livingSessions(lastDay, NOW)).series.at(-1)).toBe(3)
  })

  it('is not misled by a server whose clock runs ahead', async () => {
    const session = { userId: (await aUser(test.database)).id, expiresAt: secondsLater(2 * DAY, NOW) }
    await aSession(test.database, session)
    for (const ahead of [120, 5 * HOUR]) await usage.sampleSessions(secondsLater(ahead, NOW))
    await aSession(test.database, session)
    await usage.sampleSessions(NOW)
    const { rows } = await test.database.pool.query<{ count: number }>(
      `SELECT count::int FROM usage_counts
       WHERE kind = 'session.living' AND span = 'hour' AND starts_at = date_trunc('hour', $1::timestamptz, 'UTC')`,
      [NOW],
    )
    expect(rows).toStrictEqual([{ count: 2 }])
    await audit.append([issued({ at: secondsLater(2 * DAY, NOW) })])
    await countAll()
    expect(await usage.lastUse('shop', NOW)).toBeUndefined()
    await audit.append([issued({ at: secondsLater(5, NOW) })])
    await countAll()
    expect(await usage.lastUse('shop', NOW)).toStrictEqual(NOW)
  })

  it('writes refusals from several servers at once, in whatever order they come', async () => {
    // Where PostgreSQL groups by hashes, nothing but the statement itself puts rows in order.
    await test.database.pool.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_sort = off', current_database()); END $$`,
    )
    const errors = Array.from({ length: 400 }, (_, index) => `error-${index}`)
    const refusals = errors.map((error) => ({ clientId: '', at: NOW, error, count: 1 }))
    const sizes = [400, 300, 200, 100, 50, 25]
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(sizes.map((size) => usage.addRefusals(refusals.slice(-size).reverse())))
    }
    expect((await usage.figure('request.refused', lastDay)).value).toBe(10 * 1_075)
  })

  describe('while another server counts', () => {
    it('leaves it to them, or waits a second at the most', async () => {
      await countAll()
      await audit.append([issued()])
      await test.database.transaction(async (connection) => {
        await connection.query('SELECT FROM usage_progress WHERE id = 1 FOR UPDATE')
        expect(await usage.rollUp({ ...turn, whileBusy: 'leave' })).toStrictEqual({
          events: 0,
          isMore: false,
        })
        await expect(usage.rollUp(turn)).rejects.toThrow('lock timeout')
      })
      expect(await usage.rollUp({ ...turn, whileBusy: 'leave' })).toStrictEqual({ events: 1, isMore: false })
    })

    it('has nothing to wait for, nor to write, where nothing happened for less than a minute', async () => {
      await countAll()
      const counted = secondsLater(-0.1, NOW)
      await test.database.transaction(async (connection) => {
        await connection.query('SELECT FROM usage_progress WHERE id = 1 FOR UPDATE')
        await usage.rollUp({ ...turn, now: secondsLater(59, NOW) })
      })
      expect(await usage.countedUntil()).toStrictEqual(counted)
      await usage.rollUp({ ...turn, now: secondsLater(60, NOW) })
      expect(await usage.countedUntil()).toStrictEqual(secondsLater(60, counted))
    })
  })

  it('says that it counted up to what no server can still hold in memory', async () => {
    await audit.append([issued(), issued({ at: secondsLater(1, NOW) })])
    await usage.rollUp({ ...turn, most: 2 })
    expect(await usage.countedUntil()).toStrictEqual(secondsLater(-0.1, NOW))
  })

  it('writes no hours or days that would be forgotten at once', async () => {
    await audit.append([-500, -100, 0].map((days) => issued({ at: secondsLater(days * DAY, NOW) })))
    await countAll()
    for (const [table, each] of [
      ['usage_counts', 2],
      ['active_people', 1],
    ] as const) {
      expect(await rowsOf(table)).toStrictEqual([
        { span: 'day', rows: 2 * each },
        { span: 'hour', rows: each },
      ])
    }
  })

  it('forgets hours that no figure needs, and keeps their days', async () => {
    await audit.append([issued()])
    await usage.addRefusals([{ clientId: '', at: NOW, error: 'invalid_grant', count: 1 }])
    await usage.sampleSessions(NOW)
    await countAll()
    const days = async () => [...(await rowsOf('usage_counts')), ...(await rowsOf('active_people'))]
    await usage.prune(secondsLater(61 * DAY, NOW))
    expect(await days()).toHaveLength(4)
    await usage.prune(secondsLater(64 * DAY, NOW))
    expect(await days()).toStrictEqual([
      { span: 'day', rows: 4 },
      { span: 'day', rows: 1 },
    ])
    await usage.prune(secondsLater(402 * DAY, NOW))
    expect(await days()).toStrictEqual([])
  })
})
