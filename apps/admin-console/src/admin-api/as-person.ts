import 'server-only'
import { consoleParts, type CurrentSession } from '../console'
import { AdminApi, AdminApiError, AdminApiUnreachable } from './admin-api'

/**
 * Does something at the admin API for the person of a session. Where the access token is refused before its time, as when
 * the key that signed it was revoked, it is renewed and everything is done once more.
 *
 * @throws AdminApiError, AdminApiUnreachable
 */
export async function asPerson<Value>(
  { session, key }: CurrentSession,
  work: (api: AdminApi) => Promise<Value>,
): Promise<Value> {
  const { settings, liveSessions } = consoleParts()
  try {
    return await work(new AdminApi(settings.issuer, session.tokens.accessToken))
  } catch (error) {
    if (!(error instanceof AdminApiError) || error.status !== 401) throw error
    const renewed = await liveSessions.renew(key, session.tokens.accessToken, new Date())
    if (renewed === undefined) throw error
    // Nobody said that the session is over: it is kept, and the next request tries again.
    if (renewed.isRenewalFailing)
      throw new AdminApiUnreachable('the access token cannot be renewed', { cause: error })
    return work(new AdminApi(settings.issuer, renewed.session.tokens.accessToken))
  }
}
