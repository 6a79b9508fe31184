import { describe, expect, it } from '@jest/globals'
import { aClient, aSession, aUser } from './builders.js'
import { createTestDatabase } from './test-database.js'

describe('createTestDatabase', () => {
  it('gives each caller an empty, migrated database of its own', async () => {
    const tests = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()])
    const [first, second] = tests
    await aClient(first.database)
    await aSession(first.database)
    expect(await first.database.prisma.user.count()).toBe(1)
    expect(await second.database.prisma.client.count()).toBe(0)
    await Promise.all(tests.map((test) => test.drop()))
    await expect(aUser(first.database)).rejects.toThrow()
  })
})
