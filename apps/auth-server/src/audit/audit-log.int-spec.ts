import { describe, expect, it } from '@jest/globals'
import { AuditStore, Database } from '@gatehouse/data-access'
import { createTestDatabase, FakeClock } from '@gatehouse/testing'
import { testSettings } from '../config/settings.fixture.js'
import { createApp } from '../create-app.js'
import { AuditLog } from './audit-log.js'

describe('the audit log of a server that stops', () => {
  it('is written before the database is closed, in order, as an unbroken chain', async () => {
    const test = await createTestDatabase()
    const clock = new FakeClock()
    const settings = testSettings({ DATABASE_URL: test.url, GATEHOUSE_LOG_LEVEL: 'silent' })
    const app = await createApp(settings, clock)
    await app.init()
    const log = app.get(AuditLog)
    const types = Array.from({ length: 1_200 }, (_, at) => `event.${at}`)
    for (const type of types) log.enqueue({ at: clock.now(), type, outcome: 'success' })
    await app.close()
    expect(log.dropped).toBe(0)
    await expect(app.get(Database).ping()).rejects.toThrow()

    const stored = await test.database.prisma.auditEvent.findMany({ orderBy: { sequence: 'asc' } })
    expect(stored.map(({ type }) => type)).toStrictEqual(types)
    expect(await new AuditStore(test.database).verifyChain()).toStrictEqual({ events: 1_200 })
    await test.drop()
  })
})
