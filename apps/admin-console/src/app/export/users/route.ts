import { listUsers } from '../../../admin-api/users'
import { exportList } from '../../../list/export-route'

/** The filtered list of people as a file. */
export const GET = (request: Request): Promise<Response> =>
  exportList('users', new URL(request.url).searchParams, listUsers)
