import type pg from 'pg'
import type { Database } from '../database.js'
import { PeopleSketch } from './people-sketch.js'

/** What is counted of the audit log, by type. */
export const COUNTED_TYPES = ['sign_in.succeeded', 'sign_in.failed', 'token.issued'] as const

/** Of those, what shows that a person is there. */
const ACTIVE_TYPES = ['sign_in.succeeded', 'token.issued'] as const

/** Who holds it for longer than this keeps nobody waiting, in milliseconds. */
const WAIT_FOR_LOCK_MS = 1_000

/** Sessions are counted at most this often, in milliseconds. */
const SAMPLE_EVERY_MS = 60_000

/** Each row counts for its hour and its day, and beside its client for everybody's together. */
const SPREAD = `
  CROSS JOIN (VALUES ('hour'), ('day')) AS unit (span)
  CROSS JOIN LATERAL (SELECT '' UNION SELECT counted.client_id) AS whose (client_id)`

/** Adds to what stands there. */
const ADD = `
  ON CONFLICT (client_id, kind, span, starts_at, detail) DO UPDATE
  SET count = usage_counts.count + excluded.count, last_at = greatest(usage_counts.last_at, excluded.last_at)`

const COUNT_EVENTS = `
  INSERT INTO usage_counts (client_id, kind, span, starts_at, detail, count, last_at)
  SELECT whose.client_id, counted.type, unit.span, date_trunc(unit.span, counted.hour, 'UTC'), counted.detail,
    sum(counted.count), max(counted.last_at)
  FROM (
    SELECT coalesce(client_id, '') AS client_id, type, date_trunc('hour', at, 'UTC') AS hour, count(*) AS count,
      coalesce(CASE type WHEN 'token.issued' THEN detail->>'grantType' ELSE detail->>'reason' END, '') AS detail,
      max(at) AS last_at
    FROM audit_events WHERE sequence > $1 AND sequence <= $2 AND type = ANY ($3) GROUP BY 1, 2, 3, 5
  ) AS counted ${SPREAD}
  GROUP BY 1, 2, 3, 4, 5 ${ADD}`

/** A client that is not registered is whatever the request said: it counts for nobody. */
export const COUNT_REFUSALS = `
  INSERT INTO usage_counts (client_id, kind, span, starts_at, detail, count, last_at)
  SELECT whose.client_id, 'request.refused', unit.span, date_trunc(unit.span, counted.at, 'UTC'), counted.error,
    sum(counted.count), max(counted.at)
  FROM (
    SELECT coalesce(c.client_id, '') AS client_id, r.at, r.error, r.count
    FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::int[]) AS r (client_id, at, error, count)
    LEFT JOIN clients c ON c.client_id = r.client_id
  ) AS counted ${SPREAD}
  GROUP BY 1, 2, 3, 4, 5 ${ADD}`

const SAMPLE_SESSIONS = `
  INSERT INTO usage_counts (client_id, kind, span, starts_at, detail, count, last_at)
  SELECT '', 'session.living', unit.span, date_trunc(unit.span, $1::timestamptz, 'UTC'), '', living.count, $1
  FROM (SELECT count(*) AS count FROM sessions WHERE ended_at IS NULL AND expires_at > $1) AS living
    CROSS JOIN (VALUES ('hour'), ('day')) AS unit (span)
  ON CONFLICT (client_id, kind, span, starts_at, detail) DO UPDATE
  SET count = excluded.count, last_at = excluded.last_at`

/** How much one step of the counting took in. */
export interface RollUpStep {
  events: number
  /** True when it was not all that there is. */
  isMore: boolean
}

/**
 * Counts the next events of the audit log, each once, whoever else counts: where it got to and what it counted are one
 * transaction, and one row is its lock. Events get their sequence in the order in which they are committed, so none can
 * appear behind.
 *
 * @param most how many events at once
 * @throws Error when somebody else has counted for longer than a second
 */
export async function rollUp(database: Database, most: number, now: Date): Promise<RollUpStep> {
  return database.transaction(async (connection) => {
    await connection.query(`SET LOCAL lock_timeout = ${WAIT_FOR_LOCK_MS}`)
    await connection.query(
      `INSERT INTO usage_progress (id, sequence, counted_until) VALUES (1, 0, to_timestamp(0)) ON CONFLICT DO NOTHING`,
    )
    const { rows: progress } = await connection.query<{ sequence: string }>(
      'SELECT sequence FROM usage_progress WHERE id = 1 FOR UPDATE',
    )
    const from = progress[0]?.sequence ?? '0'
    const { rows } = await connection.query<{ to: string | null; events: number; until: Date | null }>(
      `SELECT max(sequence)::text AS to, count(*)::int AS events, max(at) AS until
       FROM (SELECT sequence, at FROM audit_events WHERE sequence > $1 ORDER BY sequence LIMIT $2) AS next`,
      [from, most],
    )
    const { to = null, events = 0, until = null } = rows[0] ?? {}
    if (to !== null) {
      await connection.query(COUNT_EVENTS, [from, to, COUNTED_TYPES])
      await joinPeople(connection, from, to)
    }
    await sampleSessions(connection, now)
    const isMore = events === most
    await connection.query('UPDATE usage_progress SET sequence = $1, counted_until = $2 WHERE id = 1', [
      to ?? from,
      isMore ? until : now,
    ])
    return { events, isMore }
  })
}

async function joinPeople(connection: pg.PoolClient, from: string, to: string): Promise<void> {
  const { rows } = await connection.query<{ span: string; startsAt: Date; people: string[] }>(
    `SELECT unit.span, date_trunc(unit.span, at, 'UTC') AS "startsAt", array_agg(DISTINCT subject_id) AS people
     FROM audit_events CROSS JOIN (VALUES ('hour'), ('day')) AS unit (span)
     WHERE sequence > $1 AND sequence <= $2 AND type = ANY ($3) AND subject_id IS NOT NULL GROUP BY 1, 2`,
    [from, to, ACTIVE_TYPES],
  )
  for (const { span, startsAt, people } of rows) {
    const known = await connection.query<{ sketch: Buffer }>(
      'SELECT sketch FROM active_people WHERE span = $1 AND starts_at = $2',
      [span, startsAt],
    )
    const sketch = new PeopleSketch(known.rows[0]?.sketch)
    for (const person of people) sketch.add(person)
    await connection.query(
      `INSERT INTO active_people (span, starts_at, sketch) VALUES ($1, $2, $3)
       ON CONFLICT (span, starts_at) DO UPDATE SET sketch = excluded.sketch`,
      [span, startsAt, sketch.bytes],
    )
  }
}

async function sampleSessions(connection: pg.PoolClient, now: Date): Promise<void> {
  const { rows } = await connection.query<{ at: Date | null }>(
    `SELECT max(last_at) AS at FROM usage_counts
     WHERE client_id = '' AND kind = 'session.living' AND span = 'hour' AND starts_at >= $1`,
    [new Date(now.getTime() - 2 * 3_600_000)],
  )
  const last = rows[0]?.at ?? null
  if (last === null || now.getTime() - last.getTime() >= SAMPLE_EVERY_MS) {
    await connection.query(SAMPLE_SESSIONS, [now])
  }
}
