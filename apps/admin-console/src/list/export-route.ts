import 'server-only'
import type { AdminPage } from '@gatehouse/token-types'
import { AdminApiError, AdminApiUnreachable, type AdminApi } from '../admin-api/admin-api'
import { asPerson } from '../admin-api/as-person'
import { findSession } from '../console'
import { csvOf } from './csv'

const MOST_ROWS = 10_000
const PAGE_ROWS = 100

/**
 * Answers a list, filtered as its page is, as a file: CSV (RFC 4180) or JSON; at most 10,000 rows.
 *
 * @param query the parameters of the page, with `format` besides
 */
export async function exportList<Row extends object>(
  name: string,
  query: URLSearchParams,
  list: (api: AdminApi, query: Record<string, string | number>) => Promise<AdminPage<Row>>,
): Promise<Response> {
  const current = await findSession()
  if (current === undefined) return new Response('Sign in first.\n', { status: 401 })
  const { format, cursor: _, ...filters } = Object.fromEntries(query)
  let rows: readonly Row[]
  try {
    rows = await asPerson(current, (api) => allRows((page) => list(api, { ...filters, ...page })))
  } catch (error) {
    return exportRefusal(error)
  }
  const isCsv = format === 'csv'
  return new Response(isCsv ? csvOf(rows) : JSON.stringify(rows, null, 2), {
    headers: {
      'Content-Type': isCsv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}.${isCsv ? 'csv' : 'json'}"`,
      'Cache-Control': 'no-store',
    },
  })
}

/** What a download that came to nothing says. @throws what is no answer of the admin API */
export function exportRefusal(error: unknown): Response {
  if (error instanceof AdminApiError) return new Response(`${error.message}\n`, { status: error.status })
  if (error instanceof AdminApiUnreachable) return new Response('Try again shortly.\n', { status: 503 })
  throw error
}

async function allRows<Row>(
  list: (page: { readonly limit: number; readonly cursor?: string }) => Promise<AdminPage<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let cursor: string | null | undefined; cursor !== null && rows.length < MOST_ROWS;) {
    const page = await list({ limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) })
    rows.push(...page.items)
    cursor = page.next_cursor
  }
  return rows
}
