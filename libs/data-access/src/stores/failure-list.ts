import type { Database } from '../database.js'
import type { FailureRecord } from '../generated/client.js'
import { Conditions, keysetPage, type ListPage, type ListRequest, type ListSource } from '../keyset-page.js'
import { storableText } from '../storable.js'

/** Which failure records. Left out, a filter lets all pass. */
export interface FailureListRequest extends Omit<ListRequest<'at'>, 'search'> {
  clientId?: string | undefined
  error?: string | undefined
  rule?: string | undefined
  endpoint?: string | undefined
  traceId?: string | undefined
  /** From this moment on. */
  from?: Date | undefined
  /** Before this moment. */
  to?: Date | undefined
}

const SOURCE: ListSource<'at'> = {
  columns: `f.trace_id AS id, f.trace_id AS "traceId", f.at, f.endpoint, f.error, f.rule, f.client_id AS "clientId",
    f.expected, f.got, f.mend, f.reference`,
  from: 'failure_records f',
  id: { column: 'f.trace_id', type: 'text' },
  sorts: { at: { column: 'f.at', type: 'timestamptz' } },
}

const COLUMNS = {
  clientId: 'client_id',
  error: 'error',
  rule: 'rule',
  endpoint: 'endpoint',
  traceId: 'trace_id',
} as const satisfies Partial<Record<keyof FailureListRequest, string>>

/** One page of records. */
export function failurePage(
  database: Database,
  request: FailureListRequest,
): Promise<ListPage<FailureRecord & { id: string }>> {
  const conditions = new Conditions()
  for (const [filter, column] of Object.entries(COLUMNS)) {
    const value = request[filter as keyof typeof COLUMNS]
    if (value !== undefined) conditions.and(`f.${column} = ?`, storableText(value))
  }
  if (request.from) conditions.and('f.at >= ?', request.from)
  if (request.to) conditions.and('f.at < ?', request.to)
  return keysetPage<FailureRecord & { id: string }, 'at'>(database, SOURCE, request, conditions)
}
