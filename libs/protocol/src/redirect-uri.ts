/** Loopback IP literals as they must be written, a port, and the rest (RFC 8252 §7.3). */
const LOOPBACK_REDIRECT = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::([1-9][0-9]{0,4}))?((?:[/?][^]*)?)$/

const HIGHEST_PORT = 65_535

/**
 * Whether the requested redirect URI is registered: character for character, with nothing decoded or normalised.
 * The one exception is the port of an http URI whose host is the literal `127.0.0.1` or `[::1]`, because a native
 * app listens on the port it is given. The name `localhost` is no exception (RFC 8252 §8.3).
 *
 * @see RFC 9700 §2.1, RFC 3986 §6.2.1, RFC 8252 §7.3
 */
export function matchRedirectUri(requested: string, registered: readonly string[]): boolean {
  if (registered.includes(requested)) return true
  const portless = withoutLoopbackPort(requested)
  return portless !== undefined && registered.some((uri) => withoutLoopbackPort(uri) === portless)
}

function withoutLoopbackPort(uri: string): string | undefined {
  const [matched, host = '', port = '80', rest = ''] = LOOPBACK_REDIRECT.exec(uri) ?? []
  if (matched === undefined || Number(port) > HIGHEST_PORT) return undefined
  return `http://${host}${rest}`
}
