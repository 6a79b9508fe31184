import { liveRevocations } from '../../../revocations/live-stream'

/** What is revoked from now on, as server-sent events; the access token stays on this side. */
export const GET = (request: Request): Promise<Response> => liveRevocations(request)
