import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aClient,
  aCode,
  aFamily,
  aRefreshToken,
  aSession,
  createTestDatabase,
  randomDigest,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { AuditStore } from './audit-store.js'
import { AuthorizationCodeStore } from './authorization-code-store.js'
import { GrantStore } from './grant-store.js'
import {
  RefreshTokenStore,
  type NewRefreshFamily,
  type NewRefreshToken,
  type Rotation,
} from './refresh-token-store.js'
import { RevocationStore } from './revocation-store.js'
import { SessionStore } from './session-store.js'

const NOW = secondsLater(20)

let test: TestDatabase
let tokens: RefreshTokenStore

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 20 })
  tokens = new RefreshTokenStore(test.database)
})

afterAll(() => test.drop())

interface Begun {
  family: NewRefreshFamily
  first: NewRefreshToken
}

async function begun(change: Partial<NewRefreshFamily> = {}): Promise<Begun> {
  const [client, session] = await Promise.all([aClient(test.database), aSession(test.database)])
  const grantId = await new GrantStore(test.database).ensure(session.userId, client.clientId, [], NOW)
  const from = { clientId: client.clientId, userId: session.userId, sessionId: session.id, grantId }
  const code = aCode(from)
  const family = aFamily(from, change)
  const first = aRefreshToken(family.id)
  const codes = new AuthorizationCodeStore(test.database)
  await codes.create(code)
  const { accessTokenId, accessTokenExpiresAt } = first
  const issued = { digest: code.digest, redeemedAt: NOW, accessTokenId, accessTokenExpiresAt }
  expect(await codes.redeem({ ...issued, issued: { family, refreshToken: first } })).toBe(true)
  return { family, first }
}

function rotationOf(token: NewRefreshToken): Rotation {
  return {
    digest: token.digest,
    familyId: token.familyId,
    redeemedAt: NOW,
    answer: { redemptionDigest: randomDigest(), sealedResponse: randomDigest(), expiresAt: secondsLater(30) },
    successor: aRefreshToken(token.familyId),
  }
}

async function accessTokensOf(familyId: string): Promise<string[]> {
  const rows = await test.database.prisma.refreshToken.findMany({ where: { familyId } })
  return rows.map((row) => row.accessTokenId)
}

describe('refresh token rotation (RFC 9700 §4.14.2)', () => {
  it('gives back what was stored, token and family', async () => {
    const { family, first } = await begun({ claims: { userinfo: { email: null } }, offline: true })
    const { createdAt, expiresAt, dpopJkt } = first
    expect(await tokens.find(first.digest)).toEqual({
      token: { createdAt, expiresAt, dpopJkt, redeemedAt: null },
      answer: null,
      family: { ...family, revokedAt: null, revokedReason: null },
      sessionEnded: false,
      userDisabled: false,
      roles: [],
    })
    expect(await tokens.find(randomDigest())).toBeUndefined()
  })

  it('rotates once out of 500 at the same moment and adds one successor', async () => {
    const { first } = await begun()
    const attempts = Array.from({ length: 500 }, () => rotationOf(first))
    const outcomes = await Promise.all(attempts.map((attempt) => tokens.rotate(attempt)))
    const winners = attempts.filter((_, at) => outcomes[at])
    expect(winners).toHaveLength(1)
    expect(await accessTokensOf(first.familyId)).toHaveLength(2)
    const found = await tokens.find(first.digest)
    expect(found?.token.redeemedAt).toEqual(NOW)
    const { redemptionDigest, sealedResponse } = winners[0]?.answer ?? {}
    expect(found?.answer).toEqual({ redemptionDigest, sealedResponse })
    expect(
      await test.database.prisma.rotationAnswer.count({ where: { digest: new Uint8Array(first.digest) } }),
    ).toBe(1)
    expect(found?.family.revokedAt).toBeNull()
    expect(await tokens.find(winners[0]?.successor.digest ?? randomDigest())).toBeDefined()
  })

  it('refuses a token under the id of another family', async () => {
    const [{ first }, other] = await Promise.all([begun(), begun()])
    const rotation = { ...rotationOf(first), familyId: other.family.id }
    expect(await tokens.rotate(rotation)).toBe(false)
    expect((await tokens.find(first.digest))?.token.redeemedAt).toBeNull()
  })

  it('keeps no successor of an attempt that came too late, together with the next rotation', async () => {
    const { first } = await begun()
    const rotation = rotationOf(first)
    expect(await tokens.rotate(rotation)).toBe(true)
    const late = rotationOf(first)
    const outcomes = await Promise.all(
      [late, rotationOf(rotation.successor)].map((one) => tokens.rotate(one)),
    )
    expect(outcomes).toEqual([false, true])
    expect(await accessTokensOf(first.familyId)).toHaveLength(3)
    expect(await tokens.find(late.successor.digest)).toBeUndefined()
    expect((await tokens.find(first.digest))?.answer?.sealedResponse).toEqual(rotation.answer.sealedResponse)
  })

  it('waits for a family that somebody holds, and lets all others pass', async () => {
    const [held, other, third] = await Promise.all([begun(), begun(), begun()])
    let release = () => undefined as void
    const released = new Promise<void>((resolve) => (release = resolve))
    let isHeld = () => undefined as void
    const holding = new Promise<void>((resolve) => (isHeld = resolve))
    const holder = test.database.transaction(async (connection) => {
      await connection.query('SELECT 1 FROM refresh_families WHERE id = $1 FOR UPDATE', [held.family.id])
      isHeld()
      await released
    })
    await holding
    const waiting = tokens.rotate(rotationOf(held.first))
    const together = await Promise.all([other, third].map(({ first }) => tokens.rotate(rotationOf(first))))
    expect(together).toEqual([true, true])
    const state = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])
    expect(state).toBe('waits')
    release()
    await holder
    expect(await waiting).toBe(true)
    expect(await accessTokensOf(held.family.id)).toHaveLength(2)
  })

  it('refuses rotation in a revoked family and adds nothing', async () => {
    const { first } = await begun()
    await tokens.revokeFamily(first.familyId, NOW, 'reuse')
    expect(await tokens.rotate(rotationOf(first))).toBe(false)
    expect(await accessTokensOf(first.familyId)).toHaveLength(1)
  })
})

describe('revocation of a family (RFC 7009 §2.1, RFC 9700 §4.14.2)', () => {
  it('happens once and ends living access tokens only', async () => {
    const { first } = await begun()
    const rotation = rotationOf(first)
    const ended = aRefreshToken(first.familyId, { accessTokenExpiresAt: secondsLater(5) })
    await tokens.rotate({ ...rotation, successor: ended })
    expect(await tokens.revokeFamily(first.familyId, NOW, 'reuse')).toBe(true)
    expect(await tokens.revokeFamily(first.familyId, secondsLater(30), 'other')).toBe(false)
    const entries = await test.database.prisma.revocation.findMany({
      where: { value: { in: [first.accessTokenId, ended.accessTokenId] } },
    })
    expect(entries.map((entry) => [entry.claim, entry.value, entry.reason])).toEqual([
      ['jti', first.accessTokenId, 'reuse'],
    ])
    expect((await tokens.find(first.digest))?.family).toMatchObject({
      revokedAt: NOW,
      revokedReason: 'reuse',
    })
  })

  it('of many at once, some named twice, happens once for each and is an audit event once', async () => {
    const families = (await Promise.all(Array.from({ length: 40 }, begun))).map(({ first }) => first.familyId)
    const outcomes = await Promise.all(
      [...families, ...families].map((id) =>
        tokens.revokeFamily(id, NOW, 'reuse', {
          at: NOW,
          type: 'token.revoked',
          outcome: 'success',
          detail: { family: id },
        }),
      ),
    )
    expect(outcomes.filter(Boolean)).toHaveLength(families.length)
    const events = await test.database.prisma.auditEvent.findMany({ where: { type: 'token.revoked' } })
    expect(events.map(({ detail }) => (detail as { family: string }).family).sort()).toEqual(families.sort())
    expect(await new AuditStore(test.database).verifyChain()).toEqual({ events: events.length })
  })

  it('that cannot be written refuses none that came with it, and its family lives', async () => {
    const [good, bad, other] = await Promise.all([begun(), begun(), begun()])
    const outcomes = await Promise.allSettled([
      tokens.revokeFamily(good.first.familyId, NOW, 'reuse'),
      tokens.revokeFamily(bad.first.familyId, NOW, '\u0000'),
      tokens.revokeFamily(other.first.familyId, NOW, 'reuse'),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await tokens.find(bad.first.digest))?.family.revokedAt).toBeNull()
    expect((await tokens.find(other.first.digest))?.family.revokedAt).toEqual(NOW)
  })

  it('is false for a family that never was', async () => {
    expect(await tokens.revokeFamily(randomUUID(), NOW, 'reuse')).toBe(false)
    expect(await tokens.revokeFamily('no-uuid', NOW, 'reuse')).toBe(false)
  })

  it('leaves no living access token unrevoked when a rotation runs at the same moment', async () => {
    const revocations = new RevocationStore(test.database)
    for (let round = 0; round < 40; round += 1) {
      const { first } = await begun()
      const rotation = rotationOf(first)
      const race = [tokens.rotate(rotation), tokens.revokeFamily(first.familyId, NOW, 'reuse')]
      await Promise.all(round % 2 === 0 ? race : race.reverse())
      const iat = NOW.getTime() / 1000
      for (const jti of await accessTokensOf(first.familyId)) {
        expect(await revocations.isRevoked({ jti, iat }, NOW)).toBe(true)
      }
      expect(await tokens.rotate(rotationOf(rotation.successor))).toBe(false)
    }
  })
})

describe('a rotation that meets a revocation on its way (RFC 9700 §4.14.2)', () => {
  it('waits for it and then finds the family revoked', async () => {
    const { first } = await begun()
    const pending: { rotated?: Promise<boolean> } = {}
    await test.database.transaction(async (connection) => {
      const revoke = 'UPDATE refresh_families SET revoked_at = $2 WHERE id = $1'
      await connection.query(revoke, [first.familyId, NOW])
      pending.rotated = tokens.rotate(rotationOf(first))
      await connection.query('SELECT pg_sleep(0.1)')
    })
    expect(await pending.rotated).toBe(false)
    expect(await accessTokensOf(first.familyId)).toHaveLength(1)
  })
})

describe('refresh families at sign-out and withdrawal (OIDC Core §11)', () => {
  it.each([
    { offline: false, revoked: true },
    { offline: true, revoked: false },
  ])('the end of the session revokes a family: offline $offline, revoked $revoked', async (rule) => {
    const { family, first } = await begun({ offline: rule.offline })
    expect(await new SessionStore(test.database).end(family.sessionId, NOW, 'sign_out')).toBe(true)
    const found = await tokens.find(first.digest)
    expect(found?.sessionEnded).toBe(true)
    expect(found?.family.revokedAt).toEqual(rule.revoked ? NOW : null)
    expect(await tokens.rotate(rotationOf(first))).toBe(!rule.revoked)
  })

  it('withdrawal of consent revokes offline families too', async () => {
    const { family, first } = await begun({ offline: true })
    expect(await new GrantStore(test.database).withdraw(family.userId, family.clientId, NOW)).toBe(true)
    expect(await tokens.rotate(rotationOf(first))).toBe(false)
    expect((await tokens.find(first.digest))?.family.revokedReason).toBe('consent_withdrawn')
  })
})
