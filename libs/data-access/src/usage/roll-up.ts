import type pg from 'pg'
import type { Database } from '../database.js'
import { PeopleSketch } from './people-sketch.js'
import { keptSince } from './usage-retention.js'

/** What is counted of the audit log, by type. */
export const COUNTED_TYPES = ['sign_in.succeeded', 'sign_in.failed', 'token.issued'] as const

/** Of those, what shows that a person is there. */
const ACTIVE_TYPES = ['sign_in.succeeded', 'token.issued'] as const

/** Who holds it for longer than this keeps nobody waiting, in milliseconds. */
const WAIT_FOR_LOCK_MS = 1_000

/** While nothing happens it is noted this often that all is counted, in milliseconds. */
const NOTE_EVERY_MS = 60_000

/** Each row counts for its hour and its day, and beside its client for everybody's together. */
const SPREAD = `
  CROSS JOIN (VALUES ('hour'), ('day')) AS unit (span)
  CROSS JOIN LATERAL (SELECT '' UNION SELECT counted.client_id) AS whose (client_id)`

/** Adds to what stands there; always in the order of the key, so that two who add to the same rows never block each other. */
const ADD = `
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (client_id, kind, span, starts_at, detail) DO UPDATE
  SET count = usage_counts.count + excluded.count, last_at = greatest(usage_counts.last_at, excluded.last_at)`

/** Hours since `$4` and days since `$5`: what is older would be removed at once. */
const KEPT = (startsAt: string) =>
  `${startsAt} >= CASE unit.span WHEN 'hour' THEN $4::timestamptz ELSE $5 END`

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
  WHERE ${KEPT("date_trunc(unit.span, counted.hour, 'UTC')")} ${ADD}`

/** A client that is not registered is whatever the request said: it counts for nobody. */
export const COUNT_REFUSALS = `
  INSERT INTO usage_counts (client_id, kind, span, starts_at, detail, count, last_at)
  SELECT whose.client_id, 'request.refused', unit.span, date_trunc(unit.span, counted.at, 'UTC'), counted.error,
    sum(counted.count), max(counted.at)
  FROM (
    SELECT coalesce(c.client_id, '') AS client_id, r.at, r.error, r.count
    FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::bigint[]) AS r (client_id, at, error, count)
    LEFT JOIN clients c ON c.client_id = r.client_id
  ) AS counted ${SPREAD} ${ADD}`

/** How far it is counted, and whether there is more, without keeping anybody from counting. */
const LOOK = `
  SELECT p.counted_until AS "countedUntil",
    EXISTS (SELECT FROM audit_events WHERE sequence > p.sequence) AS "isMore"
  FROM usage_progress p WHERE p.id = 1`

/** How the next events are counted. */
export interface RollUpTurn {
  /** How many events at once. */
  most: number
  now: Date
  /** How long an event may wait in the memory of a server before it stands in the log, in milliseconds. */
  unwrittenMs: number
  /** While somebody else counts: wait for them, a second at most, or leave it to them. */
  whileBusy: 'wait' | 'leave'
}

/** How much one step of the counting took in. */
export interface RollUpStep {
  events: number
  /** True when it was not all that there is. */
  isMore: boolean
}

const NOTHING: RollUpStep = { events: 0, isMore: false }

/**
 * Counts the next events of the audit log, each once, whoever else counts: where it got to and what it counted are one
 * transaction, and one row is its lock. Events get their sequence in the order in which they are committed, so none can
 * appear behind. Where nothing happened it reads, and takes no lock.
 *
 * @throws Error when it waited and somebody else has counted for longer than a second
 */
export async function rollUp(database: Database, turn: RollUpTurn): Promise<RollUpStep> {
  const { most, now, whileBusy } = turn
  const settled = new Date(now.getTime() - turn.unwrittenMs)
  const { rows: looks } = await database.pool.query<{ countedUntil: Date; isMore: boolean }>(LOOK)
  const [look] = looks
  if (look && !look.isMore && isRecent(look.countedUntil, settled)) return NOTHING
  return database.transaction(async (connection) => {
    await connection.query(`SET LOCAL lock_timeout = ${WAIT_FOR_LOCK_MS}`)
    const from = await takeTurn(connection, whileBusy)
    if (from === undefined) return NOTHING
    const { rows } = await connection.query<{ to: string | null; events: number; until: Date | null }>(
      `SELECT max(sequence)::text AS to, count(*)::int AS events, least(max(at), $3) AS until
       FROM (SELECT sequence, at FROM audit_events WHERE sequence > $1 ORDER BY sequence LIMIT $2) AS next`,
      [from, most, settled],
    )
    const { to = null, events = 0, until = null } = rows[0] ?? {}
    if (to !== null) {
      const kept = [keptSince('hour', now), keptSince('day', now)]
      await connection.query(COUNT_EVENTS, [from, to, COUNTED_TYPES, ...kept])
      await joinPeople(connection, [from, to, ACTIVE_TYPES, ...kept])
    }
    const isMore = events === most
    await connection.query('UPDATE usage_progress SET sequence = $1, counted_until = $2 WHERE id = 1', [
      to ?? from,
      isMore ? until : settled,
    ])
    return { events, isMore }
  })
}

/** A time ahead is not recent: a clock that ran ahead wrote it. */
const isRecent = (countedUntil: Date, settled: Date): boolean =>
  Math.abs(settled.getTime() - countedUntil.getTime()) < NOTE_EVERY_MS

/** Up to which sequence it is counted, with the turn to go on; undefined where somebody else has it. */
async function takeTurn(
  connection: pg.PoolClient,
  whileBusy: RollUpTurn['whileBusy'],
): Promise<string | undefined> {
  const ask = async (text: string) => (await connection.query<{ sequence: string }>(text)).rows[0]?.sequence
  const lock = `SELECT sequence FROM usage_progress WHERE id = 1 FOR UPDATE${whileBusy === 'leave' ? ' SKIP LOCKED' : ''}`
  const first = `
    INSERT INTO usage_progress (id, sequence, counted_until) VALUES (1, 0, to_timestamp(0))
    ON CONFLICT DO NOTHING RETURNING sequence`
  return (await ask(lock)) ?? (await ask(first)) ?? (whileBusy === 'wait' ? ask(lock) : undefined)
}

async function joinPeople(connection: pg.PoolClient, values: unknown[]): Promise<void> {
  const { rows } = await connection.query<{ span: string; startsAt: Date; people: string[] }>(
    `SELECT unit.span, date_trunc(unit.span, at, 'UTC') AS "startsAt", array_agg(DISTINCT subject_id) AS people
     FROM audit_events CROSS JOIN (VALUES ('hour'), ('day')) AS unit (span)
     WHERE sequence > $1 AND sequence <= $2 AND type = ANY ($3) AND subject_id IS NOT NULL
       AND ${KEPT("date_trunc(unit.span, at, 'UTC')")} GROUP BY 1, 2`,
    values,
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
