import type { FeedClaim } from '@gatehouse/token-types'
import type pg from 'pg'
import { REVOCATION_LOCK } from '../advisory-locks.js'
import { announceAfterCommit, type Database } from '../database.js'
import { Batcher } from '../batcher.js'
import type { ListPage } from '../keyset-page.js'
import { auditOn, type NewAuditEvent } from './audit-store.js'
import {
  namedRevocations,
  revocationPage,
  type ListedRevocation,
  type RevocationListRequest,
} from './revocation-list.js'

/** The longest that any access token lives, in seconds. */
export const MAX_ACCESS_TOKEN_LIFETIME_SECONDS = 3600

const CLOCK_SKEW_SECONDS = 60

/** The list is read in a moment. A reading that takes longer hangs on a line that is dead, and what it brings is old. */
const READ_WITHIN_MS = 5_000

/** One line of the list of what was revoked. */
export interface RevocationEntry {
  claim: FeedClaim
  value: string
  revokedAt: Date
  /** When the last token that the entry could end has expired. */
  expiresAt: Date
  reason: string
}

/** An entry with its place in the list. */
export interface SequencedRevocation extends RevocationEntry {
  sequence: bigint
}

interface ReportedRevocation {
  entry: RevocationEntry
  event: NewAuditEvent | undefined
}

/** PostgreSQL channel on which every new entry is announced, with the highest sequence as payload. */
export const REVOCATIONS_CHANNEL = 'gatehouse_revocations'

/** Claims of a token that a revocation can match. */
export interface RevocableClaims {
  jti?: string
  gid?: string
  sid?: string
  sub?: string
  client_id?: string
  /** Seconds since 1970-01-01T00:00:00Z. */
  iat: number
}

const CLAIMS = ['jti', 'gid', 'sid', 'sub', 'client_id'] as const satisfies readonly (keyof RevocableClaims)[]

/** When an entry may go: no access token that was issued before it can be alive then. */
export function revocationExpiry(revokedAt: Date): Date {
  return new Date(revokedAt.getTime() + (MAX_ACCESS_TOKEN_LIFETIME_SECONDS + CLOCK_SKEW_SECONDS) * 1000)
}

/**
 * A statement that takes the lock, adds an entry for each row of `source` (claim, value, revoked_at, expires_at, reason)
 * and tells whoever listens. No entry gets its sequence before the lock is held.
 */
export function revocationInsert(source: string): string {
  return `
    WITH lock AS MATERIALIZED (SELECT pg_advisory_xact_lock(${REVOCATION_LOCK})),
    added AS (
      INSERT INTO revocations (claim, value, revoked_at, expires_at, reason)
      SELECT entry.* FROM lock, (${source}) AS entry RETURNING sequence
    )
    SELECT max(sequence)::text AS sequence, pg_notify('${REVOCATIONS_CHANNEL}', max(sequence)::text)
    FROM added HAVING count(*) > 0`
}

/** `$1` to `$5` are the claims of a token. */
const MATCHING = `(claim = 'jti' AND value = $1) OR (claim = 'gid' AND value = $2) OR (claim = 'sid' AND value = $3)
  OR (claim = 'sub' AND value = $4) OR (claim = 'client_id' AND value = $5)`

/** Each claim of a token is looked for by itself. */
const CHECK = `
  SELECT DISTINCT asked.place::int
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::timestamptz[])
    WITH ORDINALITY AS asked (jti, gid, sid, sub, client_id, iat, now, place)
  CROSS JOIN LATERAL (VALUES ('jti', asked.jti), ('gid', asked.gid), ('sid', asked.sid), ('sub', asked.sub),
    ('client_id', asked.client_id)) AS named (claim, value)
  CROSS JOIN LATERAL (SELECT * FROM revocations WHERE claim = named.claim AND value = named.value OFFSET 0) AS r
  WHERE r.revoked_at >= to_timestamp(asked.iat) AND r.expires_at > asked.now`

const INSERT = revocationInsert(
  'SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[])',
)

/**
 * Adds entries within the caller's transaction; whoever listens on `gatehouse_revocations` is told at commit. The lock is
 * held until then, so a reader that has seen a sequence never finds a lower one later.
 *
 * @returns the sequence of the last entry; undefined when there is none to add
 */
export async function addRevocations(
  connection: Pick<pg.ClientBase, 'query'>,
  entries: readonly RevocationEntry[],
): Promise<bigint | undefined> {
  if (entries.length === 0) return undefined
  announceAfterCommit(connection)
  return insertRevocations(connection, entries)
}

async function insertRevocations(
  connection: Pick<pg.ClientBase, 'query'>,
  entries: readonly RevocationEntry[],
): Promise<bigint | undefined> {
  const { rows } = await connection.query<{ sequence: string }>({
    name: 'revocation-add',
    text: INSERT,
    values: [
      entries.map((entry) => entry.claim),
      entries.map((entry) => entry.value),
      entries.map((entry) => entry.revokedAt),
      entries.map((entry) => entry.expiresAt),
      entries.map((entry) => entry.reason),
    ],
  })
  return rows[0] && BigInt(rows[0].sequence)
}

/**
 * The append-only list of what was revoked.
 *
 * Enforces: what was revoked stays revoked, for every process that uses the database.
 *
 * @see RFC 7009 §2.1
 */
export class RevocationStore {
  private readonly additions = new Batcher<ReportedRevocation, void>((batch) => this.write(batch))

  private readonly checks: Batcher<{ claims: RevocableClaims; now: Date }, boolean>

  constructor(private readonly database: Database) {
    this.checks = database.batched(
      { name: 'revocations-check', text: CHECK },
      (asked) => [
        ...CLAIMS.map((name) => asked.map(({ claims }) => claims[name])),
        asked.map(({ claims }) => claims.iat),
        asked.map(({ now }) => now),
      ],
      () => true,
      false,
    )
  }

  /**
   * Every token that carries this claim and was issued up to `revokedAt` is dead once it resolves, and the audit event
   * stands, if there is one.
   */
  add(entry: RevocationEntry, event?: NewAuditEvent): Promise<void> {
    return this.additions.add({ entry, event })
  }

  private async write(batch: readonly ReportedRevocation[]): Promise<void[]> {
    const entries = batch.map(({ entry }) => entry)
    const events = batch.flatMap(({ event }) => event ?? [])
    if (events.length) {
      await this.database.transaction(async (connection) => {
        await addRevocations(connection, entries)
        await auditOn(connection, ...events)
      })
    } else {
      await insertRevocations(this.database.pool, entries)
      this.database.onRevocation()
    }
    return []
  }

  /** One page of the list. @throws NoSuchPlace */
  async page(request: RevocationListRequest): Promise<ListPage<ListedRevocation>> {
    return revocationPage(this.database, request)
  }

  /** Entries with the names of whom they stand for. */
  async named(sequences: readonly bigint[]): Promise<ListedRevocation[]> {
    return namedRevocations(this.database, sequences)
  }

  /** The living entries that end a token with these claims, oldest first. */
  async matching(claims: RevocableClaims, now: Date): Promise<ListedRevocation[]> {
    const { rows } = await this.database.pool.query<ListedRevocation>(
      `SELECT sequence::text AS id, claim, value, revoked_at AS "revokedAt", expires_at AS "expiresAt", reason,
         NULL AS name
       FROM revocations r WHERE (${MATCHING}) AND revoked_at >= to_timestamp($6) AND expires_at > $7
       ORDER BY r.sequence LIMIT 100`,
      [claims.jti, claims.gid, claims.sid, claims.sub, claims.client_id, claims.iat, now],
    )
    return rows
  }

  /** True when an entry matches one of the claims and the token was not issued after it. */
  async isRevoked(claims: RevocableClaims, now: Date): Promise<boolean> {
    return this.checks.add({ claims, now })
  }

  /**
   * What follows a place in the list, oldest first. Entries that expired are left out: no token that they could end is
   * alive, so whoever missed them missed nothing.
   *
   * @throws Error when PostgreSQL has not answered within five seconds
   */
  async after(sequence: bigint, now: Date, limit: number): Promise<SequencedRevocation[]> {
    const rows = await this.database.execute<Omit<SequencedRevocation, 'sequence'> & { sequence: string }>(
      {
        name: 'revocation-after',
        withinMs: READ_WITHIN_MS,
        text: `SELECT sequence, claim, value, revoked_at AS "revokedAt", expires_at AS "expiresAt", reason
          FROM revocations WHERE sequence > $1 AND expires_at > $2 ORDER BY sequence LIMIT $3`,
      },
      [sequence, now, limit],
    )
    return rows.map((row) => ({ ...row, sequence: BigInt(row.sequence) }))
  }
}
