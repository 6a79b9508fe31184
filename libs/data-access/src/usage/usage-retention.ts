import type { Database } from '../database.js'

const DAY_MS = 86_400_000
/** Hours are kept for twice thirty days and a little. */
const KEPT_DAYS = { hour: 62, day: 400 } as const
/** Rows removed by one statement, so that none holds many locks or runs for long. */
const BATCH = 5_000

const REMOVE_COUNTS = `
  DELETE FROM usage_counts WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM usage_counts WHERE span = $1 AND kind = ANY ($2) AND starts_at < $3
    LIMIT $4 FOR UPDATE SKIP LOCKED
  ))`

/** Since when hours, or days, are kept. */
export const keptSince = (span: 'hour' | 'day', now: Date): Date =>
  new Date(now.getTime() - KEPT_DAYS[span] * DAY_MS)

/** Removes hours and days of these kinds, and of people, that no figure needs any more. */
export async function pruneUsage(database: Database, kinds: readonly string[], now: Date): Promise<void> {
  for (const span of ['hour', 'day'] as const) {
    const since = keptSince(span, now)
    await database.pool.query('DELETE FROM active_people WHERE span = $1 AND starts_at < $2', [span, since])
    for (let removed = BATCH; removed === BATCH;) {
      removed = (await database.pool.query(REMOVE_COUNTS, [span, kinds, since, BATCH])).rowCount ?? 0
    }
  }
}
