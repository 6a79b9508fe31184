import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aCode,
  aFamily,
  aRefreshToken,
  aResource,
  aSession,
  createTestDatabase,
  randomDigest,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { AuthorizationCodeStore } from './authorization-code-store.js'
import { CleanupStore } from './cleanup-store.js'
import { FailureRecordStore } from './failure-record-store.js'
import { ResourceStore } from './resource-store.js'
import { RevocationStore } from './revocation-store.js'
import { UsedAssertionStore } from './used-assertion-store.js'

let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
})

afterAll(() => test.drop())

describe('removal of what has expired', () => {
  it('takes expired rows batch by batch and leaves the living', async () => {
    const { prisma } = test.database
    const session = await aSession(test.database, { expiresAt: secondsLater(100) })
    const refreshable = await aSession(test.database, { expiresAt: secondsLater(100) })
    const living = await aSession(test.database, { expiresAt: secondsLater(10_000) })
    const from = { clientId: 'c', userId: session.userId, sessionId: session.id, grantId: randomUUID() }
    const codes = new AuthorizationCodeStore(test.database)
    for (let at = 0; at < 5; at += 1) await codes.create(aCode(from))
    await codes.create(aCode(from, { expiresAt: secondsLater(10_000) }))
    const ended = aFamily(from, { expiresAt: secondsLater(100) })
    const alive = aFamily({ ...from, sessionId: refreshable.id })
    for (const { claims: _, ...family } of [ended, alive]) await prisma.refreshFamily.create({ data: family })
    const tokens = [
      aRefreshToken(ended.id, { expiresAt: secondsLater(50) }),
      aRefreshToken(alive.id, { expiresAt: secondsLater(50) }),
      aRefreshToken(alive.id),
    ]
    for (const token of tokens) {
      await prisma.refreshToken.create({ data: { ...token, digest: new Uint8Array(token.digest) } })
    }
    const entry = { claim: 'jti', revokedAt: secondsLater(0), reason: 'test' } as const
    const revocations = new RevocationStore(test.database)
    await revocations.add({ ...entry, value: 'gone', expiresAt: secondsLater(50) })
    await revocations.add({ ...entry, value: 'stays', expiresAt: secondsLater(10_000) })
    await new UsedAssertionStore(test.database).claim(randomDigest(), secondsLater(50), secondsLater(0))

    const cleanup = new CleanupStore(test.database)
    const now = secondsLater(3600)
    const removed: number[] = []
    do removed.push(await cleanup.deleteExpired(now, 2))
    while (removed.at(-1) !== 0)
    expect(removed[0]).toBe(2 + 2 + 1 + 1 + 1 + 1)
    expect(removed.reduce((sum, count) => sum + count)).toBe(5 + 2 + 1 + 1 + 1 + 1)

    expect(await prisma.authorizationCode.count()).toBe(1)
    expect((await prisma.refreshFamily.findMany()).map((family) => family.id)).toEqual([alive.id])
    expect(await prisma.refreshToken.count()).toBe(1)
    expect((await prisma.revocation.findMany()).map((row) => row.value)).toEqual(['stays'])
    expect(await prisma.usedAssertion.count()).toBe(0)
    const sessions = (await prisma.session.findMany()).map((row) => row.id)
    expect(sessions.sort()).toEqual([refreshable.id, living.id].sort())
  })

  it('does not wait for rows that somebody holds', async () => {
    const assertions = new UsedAssertionStore(test.database)
    const [held, free] = [randomDigest(), randomDigest()]
    for (const digest of [held, free]) await assertions.claim(digest, secondsLater(50), secondsLater(0))
    const cleanup = new CleanupStore(test.database)
    await test.database.transaction(async (connection) => {
      await connection.query('SELECT 1 FROM used_assertions WHERE digest = $1 FOR UPDATE', [held])
      expect(await cleanup.deleteExpired(secondsLater(100), 100)).toBe(1)
    })
    expect(await cleanup.deleteExpired(secondsLater(100), 100)).toBe(1)
  })
})

describe('failure records', () => {
  const record = (traceId: string, seconds: number) => ({
    traceId,
    at: secondsLater(seconds),
    endpoint: '/token',
    error: 'invalid_grant',
    rule: 'pkce.mismatch',
  })

  it('are found by trace id, whatever the request brought in', async () => {
    const failures = new FailureRecordStore(test.database)
    await failures.add({ ...record('t1', 1), got: 'a\u0000b\ud800', clientId: 'c' })
    await failures.add({ ...record('t1', 2), got: 'second' })
    expect(await failures.find('t1')).toMatchObject({
      got: 'a\uFFFDb\uFFFD',
      at: secondsLater(1),
      mend: null,
    })
    expect(await failures.find('a\u0000b')).toBeUndefined()
  })

  it('are pruned by age and by number, oldest first', async () => {
    const failures = new FailureRecordStore(test.database)
    for (let at = 10; at < 20; at += 1) await failures.add(record(`p${at}`, at))
    await failures.prune(3, secondsLater(12))
    const left = await test.database.prisma.failureRecord.findMany({ orderBy: { at: 'asc' } })
    expect(left.map((row) => row.traceId)).toEqual(['p17', 'p18', 'p19'])
    expect(await failures.prune(3, secondsLater(19))).toBe(2)
  })
})

describe('resources (RFC 8707 §2)', () => {
  it('come back with scopes and roles, and take changes without losing any', async () => {
    const resources = new ResourceStore(test.database)
    const made = await aResource(test.database)
    const { identifier } = made
    expect(await resources.find(identifier)).toEqual(made)
    const changed = await resources.upsert({
      identifier,
      name: 'Renamed',
      scopes: [{ name: 'accounts:read', consentText: 'look at your accounts' }],
    })
    expect(changed.name).toBe('Renamed')
    expect(changed.scopes).toHaveLength(2)
    expect(changed.scopes.find((scope) => scope.name === 'accounts:read')?.consentText).toBe(
      'look at your accounts',
    )
    expect(changed.roles).toEqual(made.roles)
    expect(await resources.list()).toEqual([changed])
  })

  it('are not found by another identifier', async () => {
    const resources = new ResourceStore(test.database)
    expect(await resources.find('https://nowhere.example')).toBeUndefined()
    expect(await resources.find('a\u0000b')).toBeUndefined()
  })
})
