import { listFamilies } from '../../../admin-api/tokens'
import { exportList } from '../../../list/export-route'

/** The filtered list of refresh families as a file. */
export const GET = (request: Request): Promise<Response> =>
  exportList('token-families', new URL(request.url).searchParams, listFamilies)
