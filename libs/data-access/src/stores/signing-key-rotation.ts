import type pg from 'pg'
import { SIGNING_KEY_LOCK } from '../advisory-locks.js'
import { selectList } from '../columns.js'
import type { Database } from '../database.js'
import { Prisma, type SigningKey } from '../generated/client.js'
import { auditOn, type NewAuditEvent } from './audit-store.js'
import { addRevocations } from './revocation-store.js'
import type { NewSigningKey } from './signing-key-store.js'

/** A rotation: the next key begins to sign, the active one verifies for a while. */
export interface KeyRotation {
  alg: string
  /** The key that is expected to sign now; another one means that somebody rotated meanwhile. */
  from: string | undefined
  now: Date
  /** When the last token of the key that signs now has expired. */
  lastTokenExpiresAt: Date
  /** The key that takes over; it stands as `next`, or is kept now. */
  successor: { kid: string; fresh?: NewSigningKey }
}

const COLUMNS = selectList('k', Prisma.SigningKeyScalarFieldEnum)

/**
 * Changes of the set of signing keys. Each holds the lock, so of several servers one makes it.
 *
 * Enforces: an algorithm has one active key at any moment, also while one is revoked.
 */
export class SigningKeyRotationStore {
  constructor(private readonly database: Database) {}

  /** Every key, retired and revoked ones included, the newest first. */
  async all(): Promise<SigningKey[]> {
    const { rows } = await this.database.pool.query<SigningKey>(
      `SELECT ${COLUMNS} FROM signing_keys k ORDER BY k.created_at DESC, k.kid LIMIT 500`,
    )
    return rows
  }

  /** Publishes a key ahead of its use, unless the algorithm has such a one. */
  async addNext(key: NewSigningKey): Promise<void> {
    await this.locked(async (connection) => {
      const { rowCount } = await connection.query(
        `SELECT 1 FROM signing_keys WHERE alg = $1 AND status = 'next'`,
        [key.alg],
      )
      if (rowCount === 0) await insertKey(connection, key)
    })
  }

  /** False when the keys are not as they were seen: nothing changed then. */
  async rotate(rotation: KeyRotation, report: () => NewAuditEvent | undefined): Promise<boolean> {
    return this.locked(async (connection) => {
      if ((await activeKid(connection, rotation.alg)) !== rotation.from) return false
      await connection.query(
        `UPDATE signing_keys SET status = 'retiring', retiring_at = $2, last_token_expires_at = $3
         WHERE alg = $1 AND status = 'active'`,
        [rotation.alg, rotation.now, rotation.lastTokenExpiresAt],
      )
      await activate(connection, rotation)
      await auditOn(connection, report())
      return true
    })
  }

  /**
   * Ends a key at once, with an entry in the list of revocations that tells APIs. The successor takes the place of an
   * active one in the same transaction. False when the key is not as it was seen, or ended before.
   *
   * @param entryExpiresAt when every API has forgotten the key in any case
   */
  async revoke(
    key: { kid: string; status: string },
    replacement: Pick<KeyRotation, 'successor' | 'now'>,
    entryExpiresAt: Date,
    report: () => NewAuditEvent | undefined,
  ): Promise<boolean> {
    return this.locked(async (connection) => {
      const { now } = replacement
      const { rowCount } = await connection.query(
        `UPDATE signing_keys SET status = 'revoked', retired_at = $3 WHERE kid = $1 AND status = $2`,
        [key.kid, key.status, now],
      )
      if (rowCount === 0) return false
      if (key.status === 'active') await activate(connection, replacement)
      await addRevocations(connection, [
        {
          claim: 'kid',
          value: key.kid,
          revokedAt: now,
          expiresAt: entryExpiresAt,
          reason: 'key_compromised',
        },
      ])
      await auditOn(connection, report())
      return true
    })
  }

  /** Retires keys whose last token has expired. */
  async retireOver(now: Date): Promise<number> {
    const { rowCount } = await this.database.pool.query(
      `UPDATE signing_keys SET status = 'retired', retired_at = $1
       WHERE status = 'retiring' AND last_token_expires_at <= $1`,
      [now],
    )
    return rowCount ?? 0
  }

  private locked<T>(work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
    return this.database.transaction(async (connection) => {
      await connection.query('SELECT pg_advisory_xact_lock($1::bigint)', [SIGNING_KEY_LOCK])
      return work(connection)
    })
  }
}

async function activeKid(connection: pg.PoolClient, alg: string): Promise<string | undefined> {
  const { rows } = await connection.query<{ kid: string }>(
    `SELECT kid FROM signing_keys WHERE alg = $1 AND status = 'active'`,
    [alg],
  )
  return rows[0]?.kid
}

async function activate(
  connection: pg.PoolClient,
  { successor, now }: Pick<KeyRotation, 'successor' | 'now'>,
): Promise<void> {
  if (successor.fresh)
    return insertKey(connection, { ...successor.fresh, status: 'active', activatedAt: now })
  const { rowCount } = await connection.query(
    `UPDATE signing_keys SET status = 'active', activated_at = $2 WHERE kid = $1 AND status = 'next'`,
    [successor.kid, now],
  )
  if (rowCount === 0) throw new Error(`The next key ${successor.kid} is gone`)
}

async function insertKey(connection: pg.PoolClient, key: NewSigningKey): Promise<void> {
  await connection.query(
    `INSERT INTO signing_keys (kid, alg, status, public_jwk, sealed_private_jwk, created_at, activated_at)
     VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7)`,
    [
      key.kid,
      key.alg,
      key.status,
      JSON.stringify(key.publicJwk),
      Buffer.from(key.sealedPrivateJwk),
      key.createdAt,
      key.activatedAt ?? null,
    ],
  )
}
