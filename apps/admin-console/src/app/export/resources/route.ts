import { listResources } from '../../../admin-api/resources'
import { exportList } from '../../../list/export-route'

/** The searched list of APIs as a file. */
export const GET = (request: Request): Promise<Response> =>
  exportList('apis', new URL(request.url).searchParams, listResources)
