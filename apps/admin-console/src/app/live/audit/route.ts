import { liveAudit } from '../../../audit/audit-streams'

/** What happens from now on, as server-sent events. */
export const GET = (request: Request): Promise<Response> => liveAudit(request)
