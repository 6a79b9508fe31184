import type { Database } from '../database.js'

/**
 * What may go, table by table. Families go after their tokens, so that no cascade is long. A session stays while a refresh
 * family of it is alive: a session that is missing counts as ended.
 */
const EXPIRED: readonly { table: string; condition: string }[] = [
  { table: 'authorization_codes', condition: 'expires_at < $1' },
  { table: 'interactions', condition: 'expires_at < $1' },
  { table: 'refresh_tokens', condition: 'expires_at < $1' },
  { table: 'refresh_families', condition: 'expires_at < $1' },
  { table: 'revocations', condition: 'expires_at < $1' },
  { table: 'feed_followers', condition: "last_heard_at < $1::timestamptz - interval '1 day'" },
  { table: 'used_assertions', condition: 'expires_at < $1' },
  { table: 'idempotent_requests', condition: 'expires_at < $1' },
  { table: 'password_links', condition: 'expires_at < $1' },
  {
    table: 'sessions',
    condition: `expires_at < $1 AND NOT EXISTS (
      SELECT 1 FROM refresh_families f WHERE f.session_id = sessions.id AND f.expires_at >= $1)`,
  },
]

/** Removes what has expired, in batches small enough that nobody waits for them. */
export class CleanupStore {
  constructor(private readonly database: Database) {}

  /**
   * Removes one batch from each table; rows that somebody holds are left for the next time. Called again until it
   * returns 0, everything expired is gone.
   *
   * @param batch most rows to remove from one table
   * @returns how many rows went
   */
  async deleteExpired(now: Date, batch: number): Promise<number> {
    let removed = 0
    for (const { table, condition } of EXPIRED) {
      const result = await this.database.pool.query(
        `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM ${table} WHERE ${condition} LIMIT $2 FOR UPDATE SKIP LOCKED
         ))`,
        [now, batch],
      )
      removed += result.rowCount ?? 0
    }
    return removed
  }
}
