import { hash } from 'node:crypto'
import type pg from 'pg'
import { AUDIT_LOCK } from '../advisory-locks.js'
import { columnOf, selectList } from '../columns.js'
import type { Database } from '../database.js'
import { Prisma, type AuditEvent } from '../generated/client.js'
import type { ListPage } from '../keyset-page.js'
import { storableText } from '../storable.js'
import { auditPage, auditTypes, type AuditListRequest, type AuditRow } from './audit-list.js'

/** Something that happened, to be recorded. */
export interface NewAuditEvent {
  at: Date
  /** For example sign_in.succeeded. */
  type: string
  outcome: string
  actorId?: string | null
  subjectId?: string | null
  clientId?: string | null
  ipAddress?: string | null
  userAgent?: string | null
  traceId?: string | null
  detail?: object | null
}

/** What a walk along the chain found. */
export interface ChainReport {
  /** Events whose place in the chain was proved. */
  events: number
  /** Sequence of the first event that does not fit; absent when all do. */
  brokenAt?: bigint
}

type HashedColumns = Record<(typeof HASHED_FIELDS)[number], unknown>

const HASHED_FIELDS = [
  'at',
  'type',
  'outcome',
  'actorId',
  'subjectId',
  'clientId',
  'ipAddress',
  'userAgent',
  'traceId',
  'detail',
] as const satisfies readonly (keyof AuditEvent)[]

/** Stands for the hash before the first event. */
const CHAIN_START = '00'.repeat(32)
const PAGE = 1000

const INSERT = `
  INSERT INTO audit_events (${[...HASHED_FIELDS, 'previousHash', 'hash'].map(columnOf).join(', ')})
  SELECT at, type, outcome, "actorId", "subjectId", "clientId", "ipAddress", "userAgent", "traceId", detail,
    decode("previousHash", 'hex'), decode(hash, 'hex')
  FROM ROWS FROM (json_to_recordset($1::json) AS (at timestamptz, type text, outcome text, "actorId" text,
    "subjectId" text, "clientId" text, "ipAddress" text, "userAgent" text, "traceId" text, detail jsonb,
    "previousHash" text, hash text)) WITH ORDINALITY
  ORDER BY ordinality`

/**
 * What happened, append-only. Each event holds the hash of the one before, so that an event that was changed, removed or
 * put in later breaks the chain from there on. Cutting off the end shows only against a hash kept elsewhere.
 */
export class AuditStore {
  constructor(private readonly database: Database) {}

  /** Appends the events in the given order, all or none. */
  async append(events: readonly NewAuditEvent[]): Promise<void> {
    if (events.length === 0) return
    await this.database.transaction((connection) => appendAudit(queryOf(connection), events))
  }

  /** Events, newest first, each with the names of whom it concerns. @throws NoSuchPlace */
  page(request: AuditListRequest): Promise<ListPage<AuditRow>> {
    return auditPage(this.database, request)
  }

  /**
   * The sequence of the newest event, 0 where there is none. Whoever reads up to it later finds every event that will ever
   * stand there: a writer gets its sequence under the lock that it holds until its transaction ends.
   */
  async newest(): Promise<bigint> {
    const { rows } = await this.database.pool.query<{ newest: string }>(
      'SELECT coalesce(max(sequence), 0)::text AS newest FROM audit_events',
    )
    return BigInt(rows[0]?.newest ?? 0)
  }

  /** The types that there are, in alphabetical order. */
  types(): Promise<string[]> {
    return auditTypes(this.database)
  }

  /** Walks the whole chain and recomputes every hash. */
  async verifyChain(): Promise<ChainReport> {
    let previous = CHAIN_START
    let after = -1n
    let events = 0
    for (;;) {
      const { rows } = await this.database.pool.query<Omit<AuditEvent, 'sequence'> & { sequence: string }>(
        `SELECT ${selectList('e', Prisma.AuditEventScalarFieldEnum)} FROM audit_events e
         WHERE sequence > $1 ORDER BY sequence LIMIT ${PAGE}`,
        [after],
      )
      for (const event of rows) {
        after = BigInt(event.sequence)
        const expected = chainHash(previous, canonicalEvent(event))
        if (expected !== hex(event.hash) || previous !== hex(event.previousHash)) {
          return { events, brokenAt: after }
        }
        previous = expected
        events += 1
      }
      if (rows.length < PAGE) return { events }
    }
  }
}

/** Runs one statement of the caller's transaction; where a name is given and heeded, PostgreSQL prepares it once. */
type Query = (text: string, values: unknown[], name?: string) => Promise<Record<string, unknown>[]>

/** Says what a change was, once its outcome is known. */
export type Report<Result> = (result: Result) => NewAuditEvent

/**
 * Makes a change and its audit event in one transaction: the event stands if and only if the change does. Without a
 * report the change stands alone.
 */
export async function audited<Result>(
  database: Database,
  change: (prisma: Prisma.TransactionClient) => Promise<Result>,
  report: Report<Result> | undefined,
): Promise<Result> {
  if (!report) return change(database.prisma)
  return database.prisma.$transaction(async (transaction) => {
    const result = await change(transaction)
    await appendAudit((text, values) => transaction.$queryRawUnsafe(text, ...values), [report(result)])
    return result
  })
}

/** As `audited`, for a transaction that is under way on a connection of the pool. */
export async function auditOn(
  connection: Pick<pg.ClientBase, 'query'>,
  ...events: (NewAuditEvent | undefined)[]
): Promise<void> {
  const known = events.filter((event) => event !== undefined)
  if (known.length) await appendAudit(queryOf(connection), known)
}

function queryOf(connection: Pick<pg.ClientBase, 'query'>): Query {
  return async (text, values, name) => {
    const { rows } = await connection.query<Record<string, unknown>>({ text, values, ...(name && { name }) })
    return rows
  }
}

/** The chain has room for one writer: whoever holds the lock appends, and holds it until the transaction ends. */
async function appendAudit(query: Query, events: readonly NewAuditEvent[]): Promise<void> {
  // Prisma cannot read the type void that the lock returns.
  await query('SELECT pg_advisory_xact_lock($1::bigint)::text', [AUDIT_LOCK])
  const [last] = await query('SELECT hash FROM audit_events ORDER BY sequence DESC LIMIT 1', [])
  let previous = last ? hex(last['hash'] as Uint8Array) : CHAIN_START
  const rows = events.map((event) => {
    const text = canonicalEvent(event)
    const before = previous
    previous = chainHash(before, text)
    // The very text that was hashed, with the hashes as further members.
    return `${text.slice(0, -1)},"previousHash":"${before}","hash":"${previous}"}`
  })
  await query(INSERT, [`[${rows.join(',')}]`], 'audit-append')
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** SHA-256 of the hash before and the text, in hexadecimal like that. */
function chainHash(previous: string, text: string): string {
  return hash('sha256', Buffer.concat([Buffer.from(previous, 'hex'), Buffer.from(text)]))
}

const SORTED_FIELDS = [...HASHED_FIELDS].sort()

/**
 * The event's canonical JSON, as a later reader will see it: members in order of their names at every depth, texts fit for
 * PostgreSQL, time to the millisecond, nothing undefined.
 */
function canonicalEvent(event: Partial<HashedColumns>): string {
  const members = SORTED_FIELDS.map((field) => `"${field}":${canonicalJson(event[field] ?? null)}`)
  return `{${members.join(',')}}`
}

/** Nearly every text of an event: it stands in JSON as it is. */
const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/

/** JSON with the members of every object in order of their names: the same value always gives the same text. */
function canonicalJson(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'string')
    return NEEDS_NO_ESCAPE.test(value) ? `"${value}"` : JSON.stringify(storableText(value))
  if (typeof value !== 'object' || value instanceof Date) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  const object = value as Readonly<Record<string, unknown>>
  const members = namesInOrder(object).map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name])}`)
  return `{${members.join(',')}}`
}

const INDEX_LIKE = /^(?:0|[1-9]\d*)$/

/** Names of members in the order in which they always stood: by code units, but names that are an index first, as numbers. */
function namesInOrder(object: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(object)
    .filter((name) => object[name] !== undefined)
    .sort()
  return names.some((name) => INDEX_LIKE.test(name))
    ? Object.keys(Object.fromEntries(names.map((name) => [name, null])))
    : names
}
