import 'server-only'
import { asPerson } from '../admin-api/as-person'
import { findSession } from '../console'
import { exportRefusal } from '../list/export-route'
import { relay } from '../live/relay'
import { AUDIT_FILTER_NAMES } from './audit-filters'

const EXPORT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
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
  const query = { ...filtersIn(searchParams), after: searchParams.get('after') ?? undefined }
  const headers = { accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) }
  return relay(async (api) => ({
    live: await api.open('/audit-events/live', query, headers, request.signal),
  }))
}

/** The filtered audit log as a file, CSV or one JSON object a line, passed on as it comes. */
export async function exportAudit(request: Request): Promise<Response> {
  const current = await findSession()
  if (current === undefined) return new Response('Sign in first.\n', { status: 401 })
  const { searchParams } = new URL(request.url)
  const format = searchParams.get('format') === 'csv' ? 'csv' : 'jsonl'
  const query = { ...filtersIn(searchParams), format }
  try {
    const body = await asPerson(current, (api) => api.open('/audit-events/export', query, {}, request.signal))
    return new Response(body, {
      headers: {
        'Content-Type': EXPORT_TYPES[format] ?? '',
        'Content-Disposition': `attachment; filename="audit-events.${format}"`,
        'Cache-Control': 'no-store',
      },
    })
  } catch (error) {
    return exportRefusal(error)
  }
}
