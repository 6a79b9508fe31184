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

/** Counts all that there is. */
async function countAll(store = usage): Promise<void> {
  while ((await store.rollUp(100, NOW)).isMore) continue
}

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
    await expect(usage.rollUp(100, NOW)).rejects.toThrow('active_people')
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
    expect(await usage.lastUse('shop')).toStrictEqual(NOW)
    expect(await usage.lastUse('never')).toBeUndefined()
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
    await usage.rollUp(100, secondsLater(-25 * HOUR, NOW))
    await aSession(test.database, session)
    await usage.rollUp(100, secondsLater(-25 * HOUR + 30, NOW))
    await aSession(test.database, session)
    expect(await usage.livingSessions(lastDay, NOW)).toMatchObject({ value: 3, previous: 1 })
    await usage.rollUp(100, NOW)
    expect((await usage.livingSessions(lastDay, NOW)).series.at(-1)).toBe(3)
  })

  it('forgets hours that no figure needs, and keeps their days', async () => {
    await audit.append([issued({ at: secondsLater(-100 * DAY, NOW) }), issued()])
    await countAll()
    await usage.prune(NOW)
    const { rows } = await test.database.pool.query<{ span: string; rows: number }>(
      `SELECT span, count(*)::int AS rows FROM usage_counts WHERE kind = 'token.issued' GROUP BY 1 ORDER BY 1`,
    )
    expect(rows).toStrictEqual([
      { span: 'day', rows: 4 },
      { span: 'hour', rows: 2 },
    ])
    await usage.prune(secondsLater(401 * DAY, NOW))
    expect(await usage.lastUse('shop')).toBeUndefined()
  })
})
