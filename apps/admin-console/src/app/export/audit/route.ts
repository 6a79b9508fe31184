import { exportAudit } from '../../../audit/audit-streams'

/** The filtered audit log as a file. */
export const GET = (request: Request): Promise<Response> => exportAudit(request)
