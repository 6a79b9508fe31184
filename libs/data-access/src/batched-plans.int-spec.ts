import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aCode,
  aFamily,
  aRefreshToken,
  createTestDatabase,
  randomDigest,
  type TestDatabase,
} from '@gatehouse/testing'
import { AuthorizationCodeStore } from './stores/authorization-code-store.js'
import { GrantStore } from './stores/grant-store.js'
import { RefreshTokenStore } from './stores/refresh-token-store.js'
import { RevocationStore } from './stores/revocation-store.js'
import { SessionStore } from './stores/session-store.js'
import { UserStore } from './stores/user-store.js'

/** The indexes by which a request reaches a row; each leads to one, or to the few that hang on one person or grant. */
const BY_KEY = [
  'authorization_codes_pkey',
  'consented_scopes_pkey',
  'grants_pkey',
  'grants_user_id_client_id_key',
  'refresh_families_pkey',
  'refresh_tokens_pkey',
  'revocations_claim_value_idx',
  'rotation_answers_pkey',
  'sessions_digest_key',
  'sessions_pkey',
  'user_roles_pkey',
  'users_pkey',
]

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
  const { database } = test
  const now = new Date()
  const from = { clientId: 'c', userId: randomUUID(), sessionId: randomUUID(), grantId: randomUUID() }
  const codes = new AuthorizationCodeStore(database)
  const tokens = new RefreshTokenStore(database)
  const [digest, family] = [randomDigest(), aFamily(from)]
  const successor = aRefreshToken(family.id)
  await codes.create(aCode(from))
  await codes.find(digest)
  await codes.redeem({
    digest,
    redeemedAt: now,
    ...{ accessTokenId: 'a', accessTokenExpiresAt: now },
    issued: { family, refreshToken: successor },
  })
  await tokens.find(digest)
  await tokens.rotate({
    ...{ digest, familyId: family.id, redeemedAt: now },
    answer: { redemptionDigest: digest, sealedResponse: digest, expiresAt: now },
    successor,
  })
  await new SessionStore(database).findActive(digest, now)
  await new GrantStore(database).find(from.userId, 'c')
  await new UserStore(database).findById(from.userId)
  await new RevocationStore(database).isRevoked({ jti: 'a', iat: 1 }, now)
})
afterAll(() => test.drop())

/** How the connections of batches would run each of their statements, as they have prepared it. */
async function plans(): Promise<Map<string, string>> {
  const connection = await test.database.batchPool.connect()
  try {
    const { rows } = await connection.query<{ name: string; statement: string }>(
      'SELECT name, statement FROM pg_prepared_statements ORDER BY name',
    )
    const found = new Map<string, string>()
    for (const { name, statement } of rows) {
      const plan = await connection.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${statement}`)
      found.set(name, plan.rows.map((row) => row['QUERY PLAN']).join('\n'))
    }
    return found
  } finally {
    connection.release()
  }
}

describe('statements for many at once', () => {
  it('reach every row by its key, though the tables were empty when they were planned', async () => {
    const found = await plans()
    expect([...found.keys()]).toEqual([
      'codes-create',
      'codes-find',
      'codes-redeem',
      'grants-find',
      'refresh-tokens-find',
      'refresh-tokens-rotate',
      'revocations-check',
      'sessions-find-active',
      'users-find',
    ])
    for (const plan of found.values()) {
      expect(plan).not.toMatch(/Seq Scan|Index Scan using|Index Only Scan/u)
      for (const [, index, condition] of plan.matchAll(/Bitmap Index Scan on (\w+)[^\n]*\n\s+([^\n]*)/gu)) {
        expect(BY_KEY).toContain(index)
        expect(condition).toMatch(/^Index Cond:/u)
      }
    }
  })
})
