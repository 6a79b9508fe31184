import { listGrants } from '../../../admin-api/grants'
import { exportList } from '../../../list/export-route'

/** The filtered list of grants as a file. */
export const GET = (request: Request): Promise<Response> =>
  exportList('grants', new URL(request.url).searchParams, listGrants)
