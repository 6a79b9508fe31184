import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aClient,
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
import {
  AuthorizationCodeStore,
  type CodeRedemption,
  type NewAuthorizationCode,
} from './authorization-code-store.js'
import { GrantStore } from './grant-store.js'
import { RefreshTokenStore } from './refresh-token-store.js'
import { SessionStore } from './session-store.js'
import { UserStore } from './user-store.js'

const NOW = secondsLater(10)

let test: TestDatabase
let codes: AuthorizationCodeStore

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 20 })
  codes = new AuthorizationCodeStore(test.database)
})

afterAll(() => test.drop())

async function issued(change: Partial<NewAuthorizationCode> = {}): Promise<NewAuthorizationCode> {
  const [client, session] = await Promise.all([aClient(test.database), aSession(test.database)])
  const grants = new GrantStore(test.database)
  const grantId = await grants.ensure(
    session.userId,
    client.clientId,
    [{ resource: '', scope: 'openid' }],
    NOW,
  )
  const from = { clientId: client.clientId, userId: session.userId, sessionId: session.id, grantId }
  const code = aCode(from, change)
  await codes.create(code)
  return code
}

function redemptionOf(code: NewAuthorizationCode, refreshable: boolean): CodeRedemption {
  const family = aFamily(code)
  const refreshToken = aRefreshToken(family.id)
  return {
    digest: code.digest,
    redeemedAt: NOW,
    accessTokenId: refreshToken.accessTokenId,
    accessTokenExpiresAt: refreshToken.accessTokenExpiresAt,
    ...(refreshable && { issued: { family, refreshToken } }),
  }
}

async function countOf(table: string, condition: string, value: unknown): Promise<number> {
  const sql = `SELECT count(*)::int AS count FROM ${table} WHERE ${condition}`
  const { rows } = await test.database.pool.query<{ count: number }>(sql, [value])
  return rows[0]?.count ?? -1
}

describe('authorization codes (RFC 6749 §4.1.2)', () => {
  it('gives back what was stored, every column', async () => {
    const code = await issued({
      nonce: 'n',
      claims: { id_token: { email: null } },
      resource: 'https://api.example',
      codeChallenge: null,
    })
    const found = await codes.find(code.digest)
    expect(found).toEqual({
      ...code,
      redeemedAt: null,
      familyId: null,
      accessTokenId: null,
      accessTokenExpiresAt: null,
      sessionEnded: false,
      userDisabled: false,
      roles: [],
    })
  })

  it('finds nothing for an unknown code', async () => {
    expect(await codes.find(randomDigest())).toBeUndefined()
    const code = aCode({
      clientId: 'c',
      userId: randomUUID(),
      sessionId: randomUUID(),
      grantId: randomUUID(),
    })
    expect(await codes.redeem(redemptionOf(code, true))).toBe(false)
  })

  it.each([true, false])(
    'redeems once out of 500 at the same moment (refreshable: %s)',
    async (refreshable) => {
      const code = await issued()
      const attempts = Array.from({ length: 500 }, () => redemptionOf(code, refreshable))
      const outcomes = await Promise.all(attempts.map((attempt) => codes.redeem(attempt)))
      const winners = attempts.filter((_, at) => outcomes[at])
      expect(winners).toHaveLength(1)
      const found = await codes.find(code.digest)
      expect(found?.accessTokenId).toBe(winners[0]?.accessTokenId)
      expect(found?.familyId).toBe(winners[0]?.issued?.family.id ?? null)
      expect(await countOf('refresh_families', 'grant_id = $1', code.grantId)).toBe(refreshable ? 1 : 0)
      const tokens = 'family_id IN (SELECT id FROM refresh_families WHERE grant_id = $1)'
      expect(await countOf('refresh_tokens', tokens, code.grantId)).toBe(refreshable ? 1 : 0)
    },
  )

  it('refuses a code whose consent was withdrawn', async () => {
    const code = await issued()
    await new GrantStore(test.database).withdraw(code.userId, code.clientId, NOW)
    expect(await codes.redeem(redemptionOf(code, true))).toBe(false)
    expect(await countOf('refresh_families', 'grant_id = $1', code.grantId)).toBe(0)
  })

  it('tells when the session was ended and when the person was disabled', async () => {
    const code = await issued()
    await new SessionStore(test.database).end(code.sessionId, NOW, 'sign_out')
    await test.database.prisma.user.update({ where: { id: code.userId }, data: { disabledAt: NOW } })
    expect(await codes.find(code.digest)).toMatchObject({ sessionEnded: true, userDisabled: true })
  })

  it('tells the roles that the person holds now, and that a person is gone', async () => {
    const code = await issued()
    const resource = await aResource(test.database)
    await new UserStore(test.database).grantRole(code.userId, resource.identifier, 'teller', NOW)
    expect((await codes.find(code.digest))?.roles).toEqual([
      { resourceIdentifier: resource.identifier, role: 'teller' },
    ])
    await test.database.prisma.user.delete({ where: { id: code.userId } })
    expect(await codes.find(code.digest)).toMatchObject({ userDisabled: true, roles: [] })
  })

  it('keeps hostile text in a claims request from becoming an error', async () => {
    const code = await issued({ claims: { userinfo: { name: { value: 'a\u0000b\ud800' } } } })
    const found = await codes.find(code.digest)
    expect(found?.claims).toEqual({ userinfo: { name: { value: 'a\uFFFDb\uFFFD' } } })
  })
})

describe('reuse of a code (RFC 6749 §4.1.2, RFC 9700 §4.5)', () => {
  it('revokes the family once under 500 calls at the same moment, with its living access token', async () => {
    const code = await issued()
    const redemption = redemptionOf(code, true)
    await codes.redeem(redemption)
    await Promise.all(Array.from({ length: 500 }, () => codes.revokeIssued(code.digest, NOW)))
    expect(await countOf('revocations', 'value = $1', redemption.accessTokenId)).toBe(1)
    const found = await new RefreshTokenStore(test.database).find(
      redemption.issued?.refreshToken.digest ?? randomDigest(),
    )
    expect(found?.family).toMatchObject({ revokedAt: NOW, revokedReason: 'code_reuse' })
  })

  it('revokes the access token once when there is no family', async () => {
    const code = await issued()
    const redemption = redemptionOf(code, false)
    await codes.redeem(redemption)
    await Promise.all(Array.from({ length: 100 }, () => codes.revokeIssued(code.digest, NOW)))
    expect(await countOf('revocations', 'value = $1', redemption.accessTokenId)).toBe(1)
  })

  it('revokes nothing for a code that was never redeemed', async () => {
    const code = await issued()
    await codes.revokeIssued(code.digest, NOW)
    expect(await codes.find(code.digest)).toMatchObject({ redeemedAt: null })
    expect(await codes.redeem(redemptionOf(code, true))).toBe(true)
  })
})
