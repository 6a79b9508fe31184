import type { Database } from '../database.js'
import { Conditions, keysetPage, type ListPage, type ListRequest, type ListSource } from '../keyset-page.js'
import { storableText } from '../storable.js'

/** An audit event as a list shows it. */
export interface AuditRow {
  /** Its sequence. */
  id: string
  at: Date
  type: string
  outcome: string
  actorId: string | null
  subjectId: string | null
  clientId: string | null
  ipAddress: string | null
  userAgent: string | null
  traceId: string | null
  detail: object | null
  /** Names that people know them by; absent where there is no such person or client any more. */
  names: ReadonlyMap<string, string>
}

/** Which events. Left out, a filter lets all pass. */
export interface AuditListRequest extends Omit<ListRequest<'sequence'>, 'search'> {
  type?: string | undefined
  outcome?: string | undefined
  actorId?: string | undefined
  subjectId?: string | undefined
  clientId?: string | undefined
  ipAddress?: string | undefined
  traceId?: string | undefined
  /** From this moment on. */
  from?: Date | undefined
  /** Before this moment. */
  to?: Date | undefined
}

const SOURCE: ListSource<'sequence'> = {
  columns: `e.sequence::text AS id, e.at, e.type, e.outcome, e.actor_id AS "actorId", e.subject_id AS "subjectId",
    e.client_id AS "clientId", e.ip_address AS "ipAddress", e.user_agent AS "userAgent", e.trace_id AS "traceId",
    e.detail`,
  from: 'audit_events e',
  id: { column: 'e.sequence', type: 'bigint' },
  sorts: { sequence: { column: 'e.sequence', type: 'bigint' } },
}

const COLUMNS = {
  type: 'type',
  outcome: 'outcome',
  actorId: 'actor_id',
  subjectId: 'subject_id',
  clientId: 'client_id',
  ipAddress: 'ip_address',
  traceId: 'trace_id',
} as const satisfies Partial<Record<keyof AuditListRequest, string>>

/** One page of events; whom they name is looked up once for the whole page. */
export async function auditPage(database: Database, request: AuditListRequest): Promise<ListPage<AuditRow>> {
  const conditions = new Conditions()
  for (const [filter, column] of Object.entries(COLUMNS)) {
    const value = request[filter as keyof typeof COLUMNS]
    if (value !== undefined) conditions.and(`e.${column} = ?`, storableText(value))
  }
  boundTime(conditions, request)
  const page = await keysetPage<Omit<AuditRow, 'names'>, 'sequence'>(database, SOURCE, request, conditions)
  const names = await namesOf(
    database,
    page.rows.flatMap(({ actorId, subjectId, clientId }) => [actorId, subjectId, clientId]),
  )
  return { ...page, rows: page.rows.map((row) => ({ ...row, names })) }
}

/** No event is written so long after it happened, in milliseconds: clocks of servers differ by less. */
const LATEST_WRITE_MS = 3_600_000

/**
 * Between two moments. The sequence is bounded too, a little wider: the list is read along it, and would otherwise be read
 * from its end down to the range.
 */
function boundTime(conditions: Conditions, { from, to }: AuditListRequest): void {
  if (from) {
    conditions.and('e.at >= ?', from)
    conditions.and(
      'e.sequence >= (SELECT b.sequence FROM audit_events b WHERE b.at >= ? ORDER BY b.at LIMIT 1)',
      new Date(from.getTime() - LATEST_WRITE_MS),
    )
  }
  if (to) {
    conditions.and('e.at < ?', to)
    conditions.and(
      'e.sequence <= (SELECT b.sequence FROM audit_events b WHERE b.at < ? ORDER BY b.at DESC LIMIT 1)',
      new Date(to.getTime() + LATEST_WRITE_MS),
    )
  }
}

/** By a loose index scan: one step for each type, however many events there are. */
export async function auditTypes(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ type: string }>(
    `WITH RECURSIVE found AS (
       (SELECT type FROM audit_events ORDER BY type LIMIT 1)
       UNION ALL
       SELECT (SELECT e.type FROM audit_events e WHERE e.type > found.type ORDER BY e.type LIMIT 1)
       FROM found WHERE found.type IS NOT NULL
     ) SELECT type FROM found WHERE type IS NOT NULL`,
  )
  return rows.map(({ type }) => type)
}

async function namesOf(database: Database, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const uuids = wanted.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(id))
  const { rows } = await database.pool.query<{ id: string; name: string }>(
    `SELECT id::text, coalesce(name, email, username) AS name FROM users WHERE id = ANY ($1::uuid[])
     UNION ALL SELECT client_id, name FROM clients WHERE client_id = ANY ($2::text[])`,
    [uuids, wanted],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
