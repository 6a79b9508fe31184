import { listRoles } from '../../../admin-api/roles'
import { exportList } from '../../../list/export-route'

/** The filtered list of roles as a file. */
export const GET = (request: Request): Promise<Response> =>
  exportList('roles', new URL(request.url).searchParams, listRoles)
