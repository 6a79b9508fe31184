import type { Database } from '../database.js'
import { storableText } from '../storable.js'
import { PeopleSketch } from './people-sketch.js'
import { COUNT_REFUSALS, COUNTED_TYPES, rollUp, type RollUpStep, type RollUpTurn } from './roll-up.js'
import { sampleSessions } from './session-sample.js'
import { pruneUsage } from './usage-retention.js'
import {
  bucketCount,
  bucketOf,
  bucketPieces,
  usagePieces,
  type UsagePiece,
  type UsageWindow,
} from './usage-spans.js'

/** What is counted. */
export type UsageKind = (typeof COUNTED_TYPES)[number] | typeof REFUSED

/** Requests that were refused alike within a moment. */
export interface RefusalCount {
  /** As the request said it; one that is not registered counts for nobody. */
  clientId: string
  at: Date
  error: string
  count: number
}

/** How much of something there was in a span, in the one before, and in each bucket. */
export interface UsageFigure {
  value: number
  previous: number
  series: number[]
}

/** Up to this many living sessions are counted when asked for; beyond, the last sample is told. */
const MOST_SESSIONS_COUNTED = 10_000
const REFUSED = 'request.refused'
const LIVING = 'session.living'

/** The rows `u` of a table within pieces, which are `$1` to `$3`. */
const within = (
  table: string,
) => `unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS piece (span, since, until)
  JOIN ${table} u ON u.span = piece.span AND u.starts_at >= piece.since AND u.starts_at < piece.until`

const columnsOf = (pieces: readonly UsagePiece[]) => [
  pieces.map(({ unit }) => unit),
  pieces.map(({ from }) => from),
  pieces.map(({ to }) => to),
]

/**
 * How often things happened, by hours and days: a figure costs about as many rows as its span has hours, whatever happened in
 * them; the clients with most tokens, as many for each client. What it tells is as new as the last counting.
 */
export class UsageStore {
  constructor(private readonly database: Database) {}

  /** Counts the next events of the audit log. @throws Error when somebody else counts at length */
  rollUp(turn: RollUpTurn): Promise<RollUpStep> {
    return rollUp(this.database, turn)
  }

  /** Keeps how many sessions are alive, once a minute. @throws Error when counting them takes too long */
  sampleSessions(now: Date): Promise<void> {
    return sampleSessions(this.database, now)
  }

  /** Adds what one server refused. */
  async addRefusals(refusals: readonly RefusalCount[]): Promise<void> {
    if (refusals.length === 0) return
    await this.database.pool.query(COUNT_REFUSALS, [
      refusals.map(({ clientId }) => storableText(clientId)),
      refusals.map(({ at }) => at),
      refusals.map(({ error }) => error),
      refusals.map(({ count }) => count),
    ])
  }

  /** Up to when everything is counted; undefined before the first counting. */
  async countedUntil(): Promise<Date | undefined> {
    return (await this.database.prisma.usageProgress.findUnique({ where: { id: 1 } }))?.countedUntil
  }

  /** One figure. @param clientId of one client; empty for everybody's together */
  async figure(kind: UsageKind, window: UsageWindow, clientId = ''): Promise<UsageFigure> {
    const [rows, before] = await Promise.all([
      this.rows(kind, bucketPieces(window), clientId),
      this.rows(kind, usagePieces(window.previous.from, window.previous.to), clientId),
    ])
    const series = new Array<number>(bucketCount(window)).fill(0)
    for (const { startsAt, count } of rows) series[bucketOf(window, startsAt)]! += count
    return { value: sum(series), previous: sum(before.map(({ count }) => count)), series }
  }

  /** How much of it there was by grant type, reason or error code, the most frequent first. */
  async tally(
    kind: UsageKind,
    window: UsageWindow,
    clientId: string,
  ): Promise<{ name: string; count: number }[]> {
    const { rows } = await this.database.pool.query<{ name: string; count: number }>(
      `SELECT detail AS name, sum(count)::float8 AS count FROM ${within('usage_counts')}
       WHERE client_id = $4 AND kind = $5 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`,
      [...columnsOf(usagePieces(window.from, window.to)), storableText(clientId), kind],
    )
    return rows
  }

  /** Who was active: each counts once, however often they came. */
  async activePeople(window: UsageWindow): Promise<UsageFigure> {
    const [rows, before] = await Promise.all([
      this.sketches(bucketPieces(window)),
      this.sketches(usagePieces(window.previous.from, window.previous.to)),
    ])
    const buckets = Array.from({ length: bucketCount(window) }, () => new PeopleSketch())
    for (const { startsAt, sketch } of rows) buckets[bucketOf(window, startsAt)]?.join(sketch)
    return {
      value: joined(buckets),
      previous: joined(before.map(({ sketch }) => sketch)),
      series: buckets.map((bucket) => bucket.count()),
    }
  }

  /** Sessions that are alive, and how many there were at the end of each bucket. */
  async livingSessions(window: UsageWindow, now: Date): Promise<UsageFigure> {
    const samples = await this.rows(LIVING, bucketPieces(window), '')
    const series = new Array<number>(bucketCount(window)).fill(0)
    let last = 0
    for (const [bucket] of series.entries()) {
      last = samples.filter(({ startsAt }) => bucketOf(window, startsAt) === bucket).at(-1)?.count ?? last
      series[bucket] = last
    }
    const before = await this.rows(
      LIVING,
      [{ unit: 'hour', from: window.previous.from, to: window.previous.to }],
      '',
    )
    const { rows } = await this.database.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
         SELECT 1 FROM sessions WHERE ended_at IS NULL AND expires_at > $1 LIMIT ${MOST_SESSIONS_COUNTED + 1}
       ) AS living`,
      [now],
    )
    const counted = rows[0]?.count ?? 0
    const value = counted > MOST_SESSIONS_COUNTED ? Math.max(last, counted) : counted
    series[bucketOf(window, now)] = value
    return { value, previous: before.at(-1)?.count ?? 0, series }
  }

  /** The clients that got most tokens. */
  async topClients(
    window: UsageWindow,
    limit: number,
  ): Promise<{ clientId: string; name: string | null; tokens: number; previous: number }[]> {
    const { rows } = await this.database.pool.query<{
      clientId: string
      name: string | null
      tokens: number
    }>(
      `SELECT top.client_id AS "clientId", c.name, top.tokens FROM (
         SELECT client_id, sum(count)::float8 AS tokens FROM ${within('usage_counts')}
         WHERE kind = 'token.issued' AND client_id <> '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $4
       ) AS top LEFT JOIN clients c ON c.client_id = top.client_id ORDER BY top.tokens DESC, 1`,
      [...columnsOf(usagePieces(window.from, window.to)), limit],
    )
    const before = usagePieces(window.previous.from, window.previous.to)
    return Promise.all(
      rows.map(async (row) => {
        const counts = await this.rows('token.issued', before, row.clientId)
        return { ...row, previous: sum(counts.map(({ count }) => count)) }
      }),
    )
  }

  /** When a client last got a token, as far as days are kept; never later than now, whatever another server's clock says. */
  async lastUse(clientId: string, now: Date): Promise<Date | undefined> {
    const { rows } = await this.database.pool.query<{ at: Date }>(
      `SELECT least(max(last_at), $2) AS at FROM usage_counts
       WHERE client_id = $1 AND kind = 'token.issued' AND span = 'day' AND starts_at <= $2
       GROUP BY starts_at ORDER BY starts_at DESC LIMIT 1`,
      [storableText(clientId), now],
    )
    return rows[0]?.at
  }

  /** Removes hours and days that no figure needs any more. */
  prune(now: Date): Promise<void> {
    return pruneUsage(this.database, [...COUNTED_TYPES, REFUSED, LIVING], now)
  }

  private async rows(
    kind: UsageKind | typeof LIVING,
    pieces: readonly UsagePiece[],
    clientId: string,
  ): Promise<{ startsAt: Date; count: number }[]> {
    const { rows } = await this.database.pool.query<{ startsAt: Date; count: number }>(
      `SELECT u.starts_at AS "startsAt", sum(count)::float8 AS count FROM ${within('usage_counts')}
       WHERE client_id = $4 AND kind = $5 GROUP BY 1 ORDER BY 1`,
      [...columnsOf(pieces), storableText(clientId), kind],
    )
    return rows
  }

  private async sketches(pieces: readonly UsagePiece[]): Promise<{ startsAt: Date; sketch: PeopleSketch }[]> {
    const { rows } = await this.database.pool.query<{ startsAt: Date; sketch: Buffer }>(
      `SELECT u.starts_at AS "startsAt", u.sketch FROM ${within('active_people')}`,
      columnsOf(pieces),
    )
    return rows.map(({ startsAt, sketch }) => ({ startsAt, sketch: new PeopleSketch(sketch) }))
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

function joined(sketches: readonly PeopleSketch[]): number {
  const all = new PeopleSketch()
  for (const sketch of sketches) all.join(sketch)
  return all.count()
}
