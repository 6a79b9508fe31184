import type { Database } from '../database.js'

/** Sessions are counted at most this often, in milliseconds. */
const SAMPLE_EVERY_MS = 60_000
/** Counting that takes longer is given up, in milliseconds: the last sample stands. */
const SAMPLE_WITHIN_MS = 10_000

/** A sample from later than now says nothing: the clock that took it runs ahead. */
const SAMPLE = `
  INSERT INTO usage_counts (client_id, kind, span, starts_at, detail, count, last_at)
  SELECT '', 'session.living', unit.span, date_trunc(unit.span, $1::timestamptz, 'UTC'), '', living.count, $1
  FROM (SELECT count(*) AS count FROM sessions WHERE ended_at IS NULL AND expires_at > $1) AS living
    CROSS JOIN (VALUES ('day'), ('hour')) AS unit (span)
  ORDER BY 3
  ON CONFLICT (client_id, kind, span, starts_at, detail) DO UPDATE
  SET count = excluded.count, last_at = excluded.last_at`

const LAST = `
  SELECT max(last_at) AS at FROM usage_counts
  WHERE client_id = '' AND kind = 'session.living' AND span = 'hour'
    AND starts_at >= $2 AND starts_at <= $1 AND last_at <= $1`

/**
 * Keeps how many sessions are alive, if nobody has within the last minute. Nobody who counts events waits for it.
 *
 * @throws Error when there are so many that counting them takes longer than ten seconds
 */
export async function sampleSessions(database: Database, now: Date): Promise<void> {
  const { rows } = await database.pool.query<{ at: Date | null }>(LAST, [
    now,
    new Date(now.getTime() - 2 * 3_600_000),
  ])
  const last = rows[0]?.at ?? null
  if (last !== null && now.getTime() - last.getTime() < SAMPLE_EVERY_MS) return
  await database.transaction(async (connection) => {
    await connection.query(`SET LOCAL statement_timeout = ${SAMPLE_WITHIN_MS}`)
    await connection.query(SAMPLE, [now])
  })
}
