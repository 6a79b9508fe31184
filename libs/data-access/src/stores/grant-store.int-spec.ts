import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aClient, aUser, createTestDatabase, secondsLater, type TestDatabase } from '@gatehouse/testing'
import { GrantStore } from './grant-store.js'
import { RevocationStore } from './revocation-store.js'

const NOW = secondsLater(100)
const OPENID = { resource: '', scope: 'openid' }
const READ = { resource: 'https://api.example', scope: 'accounts:read' }

let test: TestDatabase
let grants: GrantStore

beforeAll(async () => {
  test = await createTestDatabase()
  grants = new GrantStore(test.database)
})

afterAll(() => test.drop())

async function parties(): Promise<[string, string]> {
  const [user, client] = await Promise.all([aUser(test.database), aClient(test.database)])
  return [user.id, client.clientId]
}

describe('grants', () => {
  it('remembers scopes, adds new ones and keeps its id', async () => {
    const [user, client] = await parties()
    expect(await grants.find(user, client)).toBeUndefined()
    const id = await grants.ensure(user, client, [OPENID, OPENID], NOW)
    expect(await grants.ensure(user, client, [READ, OPENID], NOW)).toBe(id)
    const found = await grants.find(user, client)
    expect(found?.id).toBe(id)
    expect(found?.scopes).toHaveLength(2)
    expect(found?.scopes).toEqual(expect.arrayContaining([OPENID, READ]))
  })

  it('makes one grant when 50 consents arrive at the same moment', async () => {
    const [user, client] = await parties()
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        grants.ensure(user, client, [{ resource: '', scope: `s${at}` }], NOW),
      ),
    )
    expect(new Set(ids).size).toBe(1)
    expect((await grants.find(user, client))?.scopes).toHaveLength(50)
  })

  it('is gone after withdrawal, with an entry for its gid; the next consent is another grant', async () => {
    const [user, client] = await parties()
    const gid = await grants.ensure(user, client, [OPENID], NOW)
    expect(await grants.withdraw(user, client, NOW)).toBe(true)
    expect(await grants.withdraw(user, client, NOW)).toBe(false)
    expect(await grants.find(user, client)).toBeUndefined()
    const iat = NOW.getTime() / 1000
    const revocations = new RevocationStore(test.database)
    expect(await revocations.isRevoked({ gid, iat }, NOW)).toBe(true)
    const next = await grants.ensure(user, client, [OPENID], NOW)
    expect(next).not.toBe(gid)
    expect(await revocations.isRevoked({ gid: next, iat }, NOW)).toBe(false)
  })
})
