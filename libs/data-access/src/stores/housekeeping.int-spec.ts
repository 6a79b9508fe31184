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
import { RefreshTokenStore } from './refresh-token-store.js'
import { ResourceStore } from './resource-store.js'
import { RevocationStore } from './revocation-store.js'
import { UsedAssertionStore } from './used-assertion-store.js'

let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
})

afterAll(() => test.drop())

async function aStoredFamily(change: Parameters<typeof aFamily>[1] = {}) {
  const from = { clientId: 'c', userId: randomUUID(), sessionId: randomUUID(), grantId: randomUUID() }
  const { claims: _, ...family } = aFamily(from, change)
  return test.database.prisma.refreshFamily.create({ data: family })
}

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
    const idle = aFamily(from)
    const alive = aFamily({ ...from, sessionId: refreshable.id })
    for (const { claims: _, ...family } of [ended, alive, idle])
      await prisma.refreshFamily.create({ data: family })
    const tokens = [
      aRefreshToken(ended.id, { expiresAt: secondsLater(50) }),
      aRefreshToken(alive.id, { expiresAt: secondsLater(50) }),
      aRefreshToken(alive.id),
      aRefreshToken(idle.id, { expiresAt: secondsLater(60) }),
    ]
    for (const token of tokens) {
      await prisma.refreshToken.create({ data: { ...token, digest: new Uint8Array(token.digest) } })
    }
    const entry = { claim: 'jti', revokedAt: secondsLater(0), reason: 'test' } as const
    const revocations = new RevocationStore(test.database)
    await revocations.add({ ...entry, value: 'gone', expiresAt: secondsLater(50) })
    await revocations.add({ ...entry, value: 'stays', expiresAt: secondsLater(10_000) })
    await new UsedAssertionStore(test.database).claim(randomDigest(), secondsLater(50), secondsLater(0))

    const bytes = new Uint8Array(randomDigest())
    const answer = { redemptionDigest: bytes, sealedResponse: bytes }
    for (const seconds of [50, 10_000]) {
      const digest = new Uint8Array(randomDigest())
      await prisma.rotationAnswer.create({ data: { digest, ...answer, expiresAt: secondsLater(seconds) } })
    }

    const cleanup = new CleanupStore(test.database)
    const now = secondsLater(3600)
    const removed: number[] = []
    do removed.push(await cleanup.deleteExpired(now, 2))
    while (removed.at(-1) !== 0)
    expect(removed[0]).toBe(2 + 1 + 3 + 1 + 1)
    expect(removed.reduce((sum, count) => sum + count)).toBe(5 + 1 + 3 + 2 + 1 + 1 + 1)

    expect(await prisma.authorizationCode.count()).toBe(1)
    expect((await prisma.refreshFamily.findMany()).map((family) => family.id)).toEqual([alive.id])
    expect(await prisma.refreshToken.count()).toBe(1)
    expect(await prisma.rotationAnswer.count()).toBe(1)
    expect((await prisma.revocation.findMany()).map((row) => row.value)).toEqual(['stays'])
    expect(await prisma.usedAssertion.count()).toBe(0)
    const sessions = (await prisma.session.findMany()).map((row) => row.id)
    expect(sessions.sort()).toEqual([refreshable.id, living.id].sort())
  })

  it.each([
    ['by idleness', 10_000],
    ['at its absolute end', 60],
  ])('keeps a family that ended %s as long as an access token of it lives', async (_, familySeconds) => {
    const { database } = test
    const family = await aStoredFamily({ expiresAt: secondsLater(familySeconds) })
    const token = aRefreshToken(family.id, {
      expiresAt: secondsLater(50),
      accessTokenExpiresAt: secondsLater(900),
    })
    await database.prisma.refreshToken.create({ data: { ...token, digest: new Uint8Array(token.digest) } })
    const cleanup = new CleanupStore(database)
    await cleanup.deleteExpired(secondsLater(800), 100)
    expect(await database.prisma.refreshFamily.count({ where: { id: family.id } })).toBe(1)
    await new RefreshTokenStore(database).revokeFamily(family.id, secondsLater(800), 'test')
    expect(
      await database.prisma.revocation.count({ where: { claim: 'jti', value: token.accessTokenId } }),
    ).toBe(1)
    await cleanup.deleteExpired(secondsLater(901), 100)
    expect(await database.prisma.refreshFamily.count({ where: { id: family.id } })).toBe(0)
  })

  it('removes a family of which only redeemed tokens are left', async () => {
    const { prisma } = test.database
    const family = await aStoredFamily()
    const redeemed = { redeemedAt: secondsLater(1), accessTokenExpiresAt: secondsLater(20) }
    const last = { expiresAt: secondsLater(50), accessTokenExpiresAt: secondsLater(70) }
    for (const change of [redeemed, last]) {
      const token = aRefreshToken(family.id, change)
      await prisma.refreshToken.create({ data: { ...token, digest: new Uint8Array(token.digest) } })
    }
    const cleanup = new CleanupStore(test.database)
    await cleanup.deleteExpired(secondsLater(60), 100)
    expect(await prisma.refreshToken.count({ where: { familyId: family.id } })).toBe(2)
    await cleanup.deleteExpired(secondsLater(80), 100)
    expect(await prisma.refreshFamily.count({ where: { id: family.id } })).toBe(0)
  })

  it('keeps the answer of a rotation for those whose clock is behind', async () => {
    const { prisma } = test.database
    const bytes = new Uint8Array(randomDigest())
    const digest = new Uint8Array(randomDigest())
    const answer = { redemptionDigest: bytes, sealedResponse: bytes, expiresAt: secondsLater(50) }
    await prisma.rotationAnswer.create({ data: { digest, ...answer } })
    const cleanup = new CleanupStore(test.database)
    await cleanup.deleteExpired(secondsLater(109), 100)
    expect(await prisma.rotationAnswer.count({ where: { digest } })).toBe(1)
    await cleanup.deleteExpired(secondsLater(111), 100)
    expect(await prisma.rotationAnswer.count({ where: { digest } })).toBe(0)
  })

  it('leaves a family in which a token was added meanwhile', async () => {
    const { database } = test
    const family = await aStoredFamily()
    const before = { expiresAt: secondsLater(50), accessTokenExpiresAt: secondsLater(50) }
    const token = aRefreshToken(family.id, before)
    await database.prisma.refreshToken.create({ data: { ...token, digest: new Uint8Array(token.digest) } })
    const successor = aRefreshToken(family.id)
    await database.transaction(async (connection) => {
      await connection.query('SELECT 1 FROM refresh_families WHERE id = $1 FOR NO KEY UPDATE', [family.id])
      await new CleanupStore(database).deleteExpired(secondsLater(100), 100)
      await connection.query(
        `INSERT INTO refresh_tokens (digest, family_id, expires_at, access_token_id, access_token_expires_at)
         VALUES ($1, $2, $3, 'a', $3)`,
        [successor.digest, family.id, successor.expiresAt],
      )
    })
    const tokens = await database.prisma.refreshToken.findMany({ where: { familyId: family.id } })
    expect(tokens.map(({ digest }) => Buffer.from(digest))).toEqual([Buffer.from(successor.digest)])
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
