const MAX_LENGTH = 1024

/**
 * The path and query to show after signing in, or `/` when `wanted` is not a page of this console.
 *
 * Enforces: what comes out stays on the console's own origin, in every browser's reading of it: no second slash
 * or backslash at the start, no control characters, and never one of the sign-in routes themselves.
 *
 * @see RFC 9700 §4.11
 */
export function safeReturnPath(wanted: string | null | undefined, consoleUrl: URL): string {
  if (!wanted || wanted.length > MAX_LENGTH) return '/'
  if (!wanted.startsWith('/') || /[\\\p{Cc}]/u.test(wanted)) return '/'
  if (!URL.canParse(wanted, consoleUrl)) return '/'
  const target = new URL(wanted, consoleUrl)
  if (target.origin !== consoleUrl.origin || target.pathname.startsWith('//')) return '/'
  const isSignInRoute = /^\/(auth|signed-out|sign-in-failed)(\/|$)/.test(target.pathname)
  return isSignInRoute ? '/' : target.pathname + target.search
}
