import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createTestDatabase, secondsLater, type TestDatabase } from '@gatehouse/testing'
import { REVOCABLE_CLAIMS } from '@gatehouse/token-types'
import { clientFor } from '../database.js'
import {
  addRevocations,
  RevocationStore,
  revocationExpiry,
  type RevocationEntry,
} from './revocation-store.js'

const REVOKED_AT = secondsLater(100)

let test: TestDatabase
let revocations: RevocationStore

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 20 })
  revocations = new RevocationStore(test.database)
})

afterAll(() => test.drop())

function entryFor(claim: RevocationEntry['claim'], value: string): RevocationEntry {
  return { claim, value, revokedAt: REVOKED_AT, expiresAt: revocationExpiry(REVOKED_AT), reason: 'test' }
}

const seconds = (time: Date): number => time.getTime() / 1000

describe('revocation of tokens (RFC 7009 §2.1)', () => {
  it.each(REVOCABLE_CLAIMS)('matches %s and no other claim of the same value', async (claim) => {
    const value = randomUUID()
    await revocations.add(entryFor(claim, value))
    const iat = seconds(REVOKED_AT) - 1
    expect(await revocations.isRevoked({ [claim]: value, iat }, REVOKED_AT)).toBe(true)
    for (const other of REVOCABLE_CLAIMS.filter((name) => name !== claim)) {
      expect(await revocations.isRevoked({ [other]: value, iat }, REVOKED_AT)).toBe(false)
    }
  })

  it('ends tokens that were issued up to its moment and none after it', async () => {
    const sub = randomUUID()
    await revocations.add(entryFor('sub', sub))
    expect(await revocations.isRevoked({ sub, iat: seconds(REVOKED_AT) }, REVOKED_AT)).toBe(true)
    expect(await revocations.isRevoked({ sub, iat: seconds(REVOKED_AT) + 1 }, REVOKED_AT)).toBe(false)
  })

  it('counts until the last token that it could end has expired', async () => {
    const sid = randomUUID()
    await revocations.add(entryFor('sid', sid))
    const iat = seconds(REVOKED_AT)
    expect(await revocations.isRevoked({ sid, iat }, secondsLater(3659, REVOKED_AT))).toBe(true)
    expect(await revocations.isRevoked({ sid, iat }, secondsLater(3660, REVOKED_AT))).toBe(false)
  })

  it('keeps every one of many that come at once, and each is over when its caller is told', async () => {
    const ids = Array.from({ length: 500 }, () => randomUUID())
    const iat = seconds(REVOKED_AT)
    const found = await Promise.all(
      ids.map(async (jti) => {
        await revocations.add(entryFor('jti', jti))
        return revocations.isRevoked({ jti, iat }, REVOKED_AT)
      }),
    )
    expect(found.every(Boolean)).toBe(true)
    const { rows } = await test.database.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM revocations WHERE claim = 'jti' AND value = ANY ($1)`,
      [ids],
    )
    expect(rows[0]?.count).toBe(ids.length)
  })

  it('refuses an entry that cannot be written, and none that came with it', async () => {
    const bad = entryFor('jti', '\u0000')
    const outcomes = await Promise.allSettled([
      revocations.add(entryFor('jti', randomUUID())),
      revocations.add(bad),
      revocations.add(entryFor('jti', randomUUID())),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const jti = randomUUID()
    await revocations.add(entryFor('jti', jti))
    expect(await revocations.isRevoked({ jti, iat: seconds(REVOKED_AT) }, REVOKED_AT)).toBe(true)
  })

  it('stands with its audit event, each of many that come at once', async () => {
    const ids = Array.from({ length: 50 }, () => randomUUID())
    await Promise.all(
      ids.map((jti) =>
        revocations.add(entryFor('jti', jti), {
          at: REVOKED_AT,
          type: 'token.revoked',
          outcome: 'success',
          detail: { jti },
        }),
      ),
    )
    const { rows } = await test.database.pool.query<{ jti: string }>(
      `SELECT r.value AS jti FROM revocations r JOIN audit_events e ON e.detail ->> 'jti' = r.value`,
    )
    expect(rows.map(({ jti }) => jti).sort()).toEqual(ids.sort())
  })

  it('leaves a token without entry alone', async () => {
    expect(await revocations.isRevoked({ jti: randomUUID(), iat: 0 }, REVOKED_AT)).toBe(false)
  })
})

describe('order of the revocation list', () => {
  it('shows sequences in the order of commits while 60 writers race', async () => {
    const seen: bigint[] = []
    let writing = true
    const watch = (async () => {
      while (writing) {
        const { rows } = await test.database.pool.query<{ top: string | null }>(
          'SELECT max(sequence)::text AS top FROM revocations',
        )
        const after = seen.at(-1) ?? 0n
        const found = await test.database.pool.query<{ sequence: string }>(
          'SELECT r.sequence::text FROM revocations r WHERE r.sequence > $1 AND r.sequence <= $2 ORDER BY r.sequence',
          [after, rows[0]?.top ?? 0],
        )
        seen.push(...found.rows.map((row) => BigInt(row.sequence)))
      }
    })()
    await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        test.database.transaction(async (connection) => {
          await addRevocations(connection, [entryFor('jti', randomUUID()), entryFor('jti', randomUUID())])
          if (at % 7 === 0) await connection.query('SELECT pg_sleep(0.01)')
        }),
      ),
    )
    writing = false
    await watch
    const all = await test.database.prisma.revocation.findMany({ orderBy: { sequence: 'asc' } })
    const last = seen.at(-1) ?? 0n
    expect(seen.length).toBeGreaterThan(0)
    expect(seen).toEqual(all.map((row) => row.sequence).filter((sequence) => sequence <= last))
  })

  it('tells listeners at commit, and only then', async () => {
    const listener = await clientFor(test.url)
    const told: (string | undefined)[] = []
    listener.on('notification', (message) => told.push(message.payload))
    await listener.query('LISTEN gatehouse_revocations')
    const refused = test.database.transaction(async (connection) => {
      await addRevocations(connection, [entryFor('jti', randomUUID())])
      throw new Error('rolled back')
    })
    await expect(refused).rejects.toThrow('rolled back')
    const jti = randomUUID()
    await revocations.add(entryFor('jti', jti))
    await listener.query('SELECT 1')
    const row = await test.database.prisma.revocation.findFirstOrThrow({ where: { value: jti } })
    expect(told).toEqual([String(row.sequence)])
    await listener.end()
  })
})
