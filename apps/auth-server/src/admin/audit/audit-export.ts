import { Readable } from 'node:stream'
import type { AuditListRequest, AuditRow, ListPage } from '@gatehouse/data-access'
import type { AdminAuditEvent } from '@gatehouse/token-types'
import { auditView } from './audit-view.js'

/** Events that one export holds at the most; who needs more narrows the time and asks again. */
const MOST_EXPORTED = 100_000
const PAGE = 1_000

const COLUMNS = {
  sequence: ({ sequence }) => sequence,
  at: ({ at }) => at,
  type: ({ type }) => type,
  outcome: ({ outcome }) => outcome,
  actor: ({ actor }) => actor?.id,
  actor_name: ({ actor }) => actor?.name,
  subject: ({ subject }) => subject?.id,
  subject_name: ({ subject }) => subject?.name,
  client_id: ({ client }) => client?.id,
  client_name: ({ client }) => client?.name,
  ip_address: (event) => event.ip_address,
  user_agent: (event) => event.user_agent,
  trace_id: (event) => event.trace_id,
  detail: ({ detail }) => (detail === null ? '' : JSON.stringify(detail)),
} as const satisfies Record<string, (event: AdminAuditEvent) => string | null | undefined>

/** The formats that audit events are exported in: one JSON object a line, or a table for spreadsheets. */
export const EXPORT_FORMATS = {
  jsonl: {
    mediaType: 'application/jsonl; charset=utf-8',
    head: '',
    line: (event: AdminAuditEvent) => `${JSON.stringify(event)}\n`,
  },
  csv: {
    mediaType: 'text/csv; charset=utf-8',
    head: `${Object.keys(COLUMNS).join(',')}\r\n`,
    line: (event: AdminAuditEvent) =>
      `${Object.values(COLUMNS)
        .map((read) => csvCell(read(event)))
        .join(',')}\r\n`,
  },
} as const

export type ExportFormat = keyof typeof EXPORT_FORMATS

/** The matching events, newest first, read page by page as fast as the caller takes them. */
export function exportedEvents(
  format: ExportFormat,
  request: AuditListRequest,
  page: (request: AuditListRequest) => Promise<ListPage<AuditRow>>,
): Readable {
  const { head, line } = EXPORT_FORMATS[format]
  async function* text(): AsyncGenerator<string> {
    if (head) yield head
    let after = request.after
    for (let written = 0; written < MOST_EXPORTED; written += PAGE) {
      const { rows, next } = await page({ ...request, limit: PAGE, ...(after && { after }) })
      yield rows.map((row) => line(auditView(row))).join('')
      if (!next) return
      after = next
    }
  }
  return Readable.from(text())
}

/** What begins like a formula, also behind what some spreadsheets take for the end of a cell. */
const FORMULA = /(^|[;\t|])\s*[=+\-@\t\r]/u

/**
 * A cell in quotation marks (RFC 4180 §2). What a spreadsheet would take for a formula gets an apostrophe before it: names
 * and user agents are written by strangers.
 */
export function csvCell(value: string | null | undefined): string {
  const text = value ?? ''
  const guarded = FORMULA.test(text) ? `'${text}` : text
  return `"${guarded.replaceAll('"', '""')}"`
}
