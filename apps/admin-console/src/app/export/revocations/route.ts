import { listRevocations } from '../../../admin-api/revocations'
import { exportList } from '../../../list/export-route'

/** The filtered list of revocations as a file. */
export const GET = (request: Request): Promise<Response> =>
  exportList('revocations', new URL(request.url).searchParams, listRevocations)
