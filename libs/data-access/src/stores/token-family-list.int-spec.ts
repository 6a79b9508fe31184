import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { TokenFamilyState } from '@gatehouse/token-types'
import {
  aFamily,
  aRefreshToken,
  createTestDatabase,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { MOST_COUNTED_ACROSS_TABLES } from '../keyset-page.js'
import type { NewRefreshFamily, NewRefreshToken } from './refresh-token-store.js'
import { TokenFamilyStore } from './token-family-store.js'
import type { TokenFamilyListRequest } from './token-family-list.js'

const NOW = secondsLater(1000)
const FROM = { clientId: 'c', userId: randomUUID(), sessionId: randomUUID(), grantId: randomUUID() }

let test: TestDatabase
let families: TokenFamilyStore

beforeAll(async () => {
  test = await createTestDatabase()
  families = new TokenFamilyStore(test.database)
})
afterAll(() => test.drop())

interface Life {
  family?: Partial<Omit<NewRefreshFamily, 'claims'> & { revokedAt: Date; revokedReason: string }>
  token?: Partial<NewRefreshToken & { redeemedAt: Date }>
}

async function add({ family, token }: Life): Promise<string> {
  const { claims: _, ...begun } = aFamily(FROM)
  const { prisma } = test.database
  await prisma.refreshFamily.create({ data: { ...begun, ...family } })
  const added = aRefreshToken(begun.id, { expiresAt: secondsLater(2000), ...token })
  await prisma.refreshToken.create({ data: { ...added, digest: new Uint8Array(added.digest) } })
  return begun.id
}

const request: TokenFamilyListRequest = { sort: 'created_at', descending: true, limit: 50, now: NOW }

describe('the list of refresh families', () => {
  it('tells the living from those that ended, whichever way they did', async () => {
    const ended = (revokedReason: string) => add({ family: { revokedAt: secondsLater(500), revokedReason } })
    const idle = await add({ token: { expiresAt: secondsLater(900) } })
    const old = await add({ family: { expiresAt: secondsLater(900) } })
    const expected: Record<TokenFamilyState, string[]> = {
      alive: [await add({})],
      expired: [idle, old],
      reused: [await ended('reuse'), await ended('code_reuse')],
      revoked: [await ended('admin'), await ended('sign_out')],
    }
    for (const [state, ids] of Object.entries(expected)) {
      for (const sort of ['created_at', 'last_rotated_at'] as const) {
        const page = await families.page({ ...request, sort, state: state as TokenFamilyState })
        expect(page.rows.map(({ id }) => id).sort()).toEqual(ids.sort())
        expect(page.count).toEqual({ total: ids.length, isCapped: false })
      }
    }
  })

  it('tells to which key the last token is bound', async () => {
    const id = await add({ token: { dpopJkt: 'thumbprint' } })
    expect((await families.find(id))?.family.dpopJkt).toBe('thumbprint')
    await test.database.pool.query('UPDATE refresh_tokens SET redeemed_at = now() WHERE family_id = $1', [id])
    expect((await families.find(id))?.family.dpopJkt).toBeNull()
  })

  it('counts the living up to a bound, as each asks for its last token', async () => {
    await test.database.pool.query(
      `WITH family AS (
         INSERT INTO refresh_families (id, client_id, user_id, grant_id, session_id, offline, scope, acr, amr, auth_time,
           expires_at)
         SELECT gen_random_uuid(), 'c', $2, $2, $2, true, '{}', 'a', '{}', now(), $3
         FROM generate_series(1, $1) RETURNING id
       )
       INSERT INTO refresh_tokens (digest, family_id, expires_at, access_token_id, access_token_expires_at)
       SELECT sha256(id::text::bytea), id, $3, id::text, $3 FROM family`,
      [MOST_COUNTED_ACROSS_TABLES, randomUUID(), secondsLater(2000)],
    )
    const { rows, next, count } = await families.page({ ...request, state: 'alive' })
    expect([rows.length, next === undefined]).toEqual([50, false])
    expect(count).toEqual({ total: MOST_COUNTED_ACROSS_TABLES, isCapped: true })
  })
})
