import type { Database } from '../database.js'

/** A living secret that should be replaced. */
export interface DueSecret {
  clientId: string
  clientName: string
  name: string
  createdAt: Date
  expiresAt: Date | null
  /** True where it ends soon, whatever its age. */
  isEnding: boolean
}

const DAY_MS = 86_400_000
/** A secret that ends within so many days is due. */
const ENDING_DAYS = 14
/** A secret that is older than so many days is due. */
const OLD_DAYS = 90

/** Secrets of clients that are not switched off: those that end first come first, then the oldest. */
export async function dueSecrets(
  database: Database,
  now: Date,
  limit: number,
): Promise<{ total: number; secrets: DueSecret[] }> {
  const { rows } = await database.pool.query<DueSecret & { total: number }>(
    `SELECT s.client_id AS "clientId", c.name AS "clientName", s.name, s.created_at AS "createdAt",
       s.expires_at AS "expiresAt", coalesce(s.expires_at <= $2, false) AS "isEnding", count(*) OVER ()::int AS total
     FROM client_secrets s JOIN clients c ON c.client_id = s.client_id
     WHERE c.disabled_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > $1)
       AND (s.expires_at <= $2 OR s.created_at <= $3)
     ORDER BY "isEnding" DESC, s.expires_at, s.created_at, s.id LIMIT $4`,
    [now, new Date(now.getTime() + ENDING_DAYS * DAY_MS), new Date(now.getTime() - OLD_DAYS * DAY_MS), limit],
  )
  return { total: rows[0]?.total ?? 0, secrets: rows.map(({ total: _, ...secret }) => secret) }
}
