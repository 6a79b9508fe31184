import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aSession,
  aUser,
  createTestDatabase,
  randomDigest,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { GrantStore } from './grant-store.js'
import { RevocationStore } from './revocation-store.js'
import { SessionStore } from './session-store.js'

const NOW = secondsLater(100)

let test: TestDatabase
let sessions: SessionStore

beforeAll(async () => {
  test = await createTestDatabase()
  sessions = new SessionStore(test.database)
})

afterAll(() => test.drop())

describe('sessions', () => {
  it('opens for its cookie, with the person as pages name them', async () => {
    const person = await aUser(test.database, { name: 'Ada Lovelace' })
    const digest = randomDigest()
    const session = await aSession(test.database, { digest, userId: person.id })
    const { id, userId, authTime, acr, amr, lastSeenAt } = session
    expect(await sessions.findActive(digest, NOW)).toStrictEqual({
      ...{ id, userId, authTime, acr, amr, lastSeenAt },
      user: { id: person.id, username: person.username, email: person.email, name: 'Ada Lovelace' },
      grant: undefined,
    })
  })

  it('brings the grant of its person to the client that is named, and no other', async () => {
    const grants = new GrantStore(test.database)
    const [ada, eve] = [await aUser(test.database), await aUser(test.database)]
    const digest = randomDigest()
    await aSession(test.database, { digest, userId: ada.id })
    const wanted = [
      { resource: '', scope: 'openid' },
      { resource: 'https://api.example', scope: 'read' },
    ]
    const grantId = await grants.ensure(ada.id, 'app', wanted, NOW)
    await grants.ensure(ada.id, 'other', [{ resource: '', scope: 'email' }], NOW)
    await grants.ensure(eve.id, 'third', [{ resource: '', scope: 'profile' }], NOW)
    const grantTo = async (clientId?: string) => (await sessions.findActive(digest, NOW, clientId))?.grant
    const found = await grantTo('app')
    expect(found).toStrictEqual({ id: grantId, scopes: expect.arrayContaining(wanted) })
    expect(found?.scopes).toHaveLength(2)
    expect((await grantTo('other'))?.scopes).toStrictEqual([{ resource: '', scope: 'email' }])
    for (const clientId of ['third', 'unknown', '', 'a\u0000b', undefined])
      expect(await grantTo(clientId)).toBeUndefined()
    expect(await sessions.findActive(digest, NOW, 'unknown')).toBeDefined()
    // Together with others, each gets its own.
    const all = await Promise.all(['app', undefined, 'other'].map(grantTo))
    expect(all.map((grant) => grant?.scopes.length)).toStrictEqual([2, undefined, 1])
  })

  it('does not open for another cookie, after its end, or for a disabled person', async () => {
    const digest = randomDigest()
    const session = await aSession(test.database, { digest, expiresAt: secondsLater(200) })
    expect(await sessions.findActive(randomDigest(), NOW)).toBeUndefined()
    expect(await sessions.findActive(digest, secondsLater(200))).toBeUndefined()
    await test.database.prisma.user.update({ where: { id: session.userId }, data: { disabledAt: NOW } })
    expect(await sessions.findActive(digest, NOW)).toBeUndefined()
  })

  it('changes its cookie when the person proves again who they are, so that a planted one is worthless', async () => {
    const before = randomDigest()
    const digest = randomDigest()
    const session = await aSession(test.database, { digest: before })
    const change = {
      digest,
      authTime: NOW,
      acr: 'urn:gatehouse:pwd',
      amr: ['pwd'],
      expiresAt: secondsLater(900),
    }
    expect(await sessions.reauthenticate(session.id, change)).toBe(true)
    expect(await sessions.findActive(before, NOW)).toBeUndefined()
    expect(await sessions.findActive(digest, NOW)).toMatchObject({ id: session.id, authTime: NOW })
    await sessions.end(session.id, NOW, 'sign_out')
    expect(await sessions.reauthenticate(session.id, change)).toBe(false)
  })

  it('ends once, for good, and every token that carries its sid dies (OIDC RP-Initiated Logout §2)', async () => {
    const digest = randomDigest()
    const session = await aSession(test.database, { digest })
    const ends = await Promise.all(
      Array.from({ length: 20 }, () => sessions.end(session.id, NOW, 'sign_out')),
    )
    expect(ends.filter(Boolean)).toHaveLength(1)
    expect(await sessions.findActive(digest, NOW)).toBeUndefined()
    expect((await sessions.findById(session.id))?.endedAt).toEqual(NOW)
    const iat = NOW.getTime() / 1000
    expect(await new RevocationStore(test.database).isRevoked({ sid: session.id, iat }, NOW)).toBe(true)
    expect(await test.database.prisma.revocation.count({ where: { value: session.id } })).toBe(1)
  })

  it('is marked as seen at most once a minute', async () => {
    const session = await aSession(test.database)
    await sessions.touch(session.id, secondsLater(59))
    expect((await sessions.findById(session.id))?.lastSeenAt).toEqual(session.createdAt)
    await sessions.touch(session.id, secondsLater(60))
    expect((await sessions.findById(session.id))?.lastSeenAt).toEqual(secondsLater(60))
  })

  it('answers "none" to ids that are none', async () => {
    expect(await sessions.findById('not-a-uuid')).toBeUndefined()
    expect(await sessions.findById(randomUUID())).toBeUndefined()
    expect(await sessions.end('not-a-uuid', NOW, 'sign_out')).toBe(false)
  })
})
