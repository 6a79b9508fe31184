import { listClients } from '../../../admin-api/clients'
import { exportList } from '../../../list/export-route'

/** The filtered list of clients as a file. */
export const GET = (request: Request): Promise<Response> =>
  exportList('clients', new URL(request.url).searchParams, listClients)
