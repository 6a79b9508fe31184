import { listSessions } from '../../../admin-api/sessions'
import { exportList } from '../../../list/export-route'

/** The filtered list of sessions as a file. */
export const GET = (request: Request): Promise<Response> =>
  exportList('sessions', new URL(request.url).searchParams, listSessions)
