import 'server-only'
import { AdminApiError, AdminApiUnreachable, type Query } from '../admin-api/admin-api'
import { asPerson } from '../admin-api/as-person'
import { findSession } from '../console'
import { AUDIT_FILTER_NAMES } from './audit-filters'

const EXPORT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
}

/**
 * Passes on what the admin API tells, as it comes, to a browser of somebody who is signed in; when the browser leaves, it
 * ends. The access token stays on this side.
 */
async function passedOn(
  request: Request,
  path: string,
  query: Query,
  asked: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const current = await findSession()
  if (current === undefined) return new Response('Sign in first.\n', { status: 401 })
  try {
    const body = await asPerson(current, (api) => api.open(path, query, asked, request.signal))
    // Nobody on the way may hold it back to compress it.
    return new Response(body, { headers: { 'Cache-Control': 'no-store, no-transform', ...headers } })
  } catch (error) {
    if (error instanceof AdminApiError) return new Response(`${error.message}\n`, { status: error.status })
    if (error instanceof AdminApiUnreachable) return new Response('Try again shortly.\n', { status: 503 })
    throw error
  }
}

function filtersIn(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    AUDIT_FILTER_NAMES.flatMap((name) => {
      const value = parameters.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
}

/** The audit log from `after` on, as server-sent events; `Last-Event-ID` goes before it. */
export function liveAudit(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const lastId = request.headers.get('last-event-id')
  return passedOn(
    request,
    '/audit-events/live',
    { ...filtersIn(searchParams), after: searchParams.get('after') ?? undefined },
    { accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) },
    { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' },
  )
}

/** The filtered audit log as a file, CSV or one JSON object a line. */
export function exportAudit(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const format = searchParams.get('format') === 'csv' ? 'csv' : 'jsonl'
  return passedOn(
    request,
    '/audit-events/export',
    { ...filtersIn(searchParams), format },
    {},
    {
      'Content-Type': EXPORT_TYPES[format] ?? '',
      'Content-Disposition': `attachment; filename="audit-events.${format}"`,
    },
  )
}
