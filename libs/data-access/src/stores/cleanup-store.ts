import type { Database } from '../database.js'
import { unredeemed } from './refresh-token-store.js'

/**
 * What may go, table by table. Families go after their tokens, so that no cascade is long. A refresh token stays while the
 * access token beside it lives: that one is found by it when its family ends. A session stays while a refresh family of it
 * is alive: a session that is missing counts as ended.
 */
const EXPIRED: readonly { table: string; condition: string }[] = [
  { table: 'authorization_codes', condition: 'expires_at < $1' },
  { table: 'interactions', condition: 'expires_at < $1' },
  // The clock of another server may be behind: by its grace a retry may still come.
  { table: 'rotation_answers', condition: "expires_at < $1::timestamptz - interval '1 minute'" },
  {
    table: 'refresh_families',
    condition: `expires_at < $1 AND NOT EXISTS (
      SELECT 1 FROM refresh_tokens t WHERE t.family_id = refresh_families.id AND t.access_token_expires_at >= $1)`,
  },
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

const REFRESH_TOKENS = {
  table: 'refresh_tokens',
  condition: 'expires_at < $1 AND access_token_expires_at < $1',
}

/** Families in which nothing can be redeemed any more, nor ended. One in which a rotation is under way is left. */
const DELETE_EMPTIED_FAMILIES = `
  DELETE FROM refresh_families WHERE id = ANY (ARRAY(
    SELECT f.id FROM refresh_families f WHERE f.id = ANY ($1::uuid[])
      AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.family_id = f.id
        AND (${unredeemed('t')} OR t.access_token_expires_at >= $2)) FOR UPDATE SKIP LOCKED
  ))`

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
    let removed = await this.deleteRefreshTokens(now, batch)
    for (const { table, condition } of EXPIRED) {
      const { rowCount } = await this.database.pool.query(deleteBatch(table, condition), [now, batch])
      removed += rowCount ?? 0
    }
    return removed
  }

  /** Refresh tokens, and families with their last one: by idleness they end long before their absolute end. */
  private async deleteRefreshTokens(now: Date, batch: number): Promise<number> {
    const { table, condition } = REFRESH_TOKENS
    const statement = `${deleteBatch(table, condition)} RETURNING family_id`
    const { rows } = await this.database.pool.query<{ family_id: string }>(statement, [now, batch])
    if (rows.length === 0) return 0
    const families = [...new Set(rows.map(({ family_id: id }) => id))]
    const { rowCount } = await this.database.pool.query(DELETE_EMPTIED_FAMILIES, [families, now])
    return rows.length + (rowCount ?? 0)
  }
}

const deleteBatch = (table: string, condition: string): string =>
  `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM ${table} WHERE ${condition} LIMIT $2 FOR UPDATE SKIP LOCKED
   ))`
