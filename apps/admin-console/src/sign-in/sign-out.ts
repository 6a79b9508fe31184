import type { SessionKey } from '../session/session-id'
import type { SessionStore } from '../session/session-store'
import type { AuthorizationServer } from './authorization-server'

/**
 * Ends the console's session and returns where to go to end the one at the authorization server.
 *
 * The session is gone whatever the authorization server answers; nothing is returned when it cannot be reached
 * or offers no sign-out.
 *
 * @see OIDC RP-Initiated Logout §2
 * @see RFC 7009 §2
 */
export async function signOut(
  store: SessionStore,
  server: AuthorizationServer,
  key: SessionKey,
  now: Date,
): Promise<URL | undefined> {
  const session = await store.find(key, now)
  await store.delete(key)
  if (session === undefined) return undefined
  const { refreshToken, idToken } = session.tokens
  const revocation = refreshToken === undefined ? undefined : server.revoke(refreshToken, now)
  const [endSessionUrl] = await Promise.allSettled([server.endSessionUrl(idToken, now), revocation])
  return endSessionUrl.status === 'fulfilled' ? endSessionUrl.value : undefined
}

/** True when a page of the console itself posted the form, by the browser's own word. @see RFC 6454 §7.3 */
export const isOwnPost = (headers: Headers, consoleUrl: URL): boolean =>
  headers.get('origin') === consoleUrl.origin
