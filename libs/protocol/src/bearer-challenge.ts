/** `"Bearer" 1*SP b64token` (RFC 6750 §2.1); the scheme is case-insensitive (RFC 9110 §11.1). */
const BEARER_CREDENTIALS = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i
/** `"DPoP" 1*SP token68` (RFC 9449 §7.1). */
const DPOP_CREDENTIALS = /^DPoP +([A-Za-z0-9\-._~+/]+=*)$/i

/**
 * Access token of an `Authorization` header; undefined where there is no header, another scheme, or no well-formed
 * token in it.
 *
 * @see RFC 6750 §2.1
 */
export function bearerToken(authorization: string | undefined): string | undefined {
  return BEARER_CREDENTIALS.exec(authorization ?? '')?.[1]
}

/**
 * The same for the scheme of tokens that are bound to a key.
 *
 * @see RFC 9449 §7.1
 */
export function dpopToken(authorization: string | undefined): string | undefined {
  return DPOP_CREDENTIALS.exec(authorization ?? '')?.[1]
}

/**
 * Value of a `WWW-Authenticate` header. Each parameter value is a quoted string: quotation marks and backslashes are
 * escaped, and what a header cannot hold becomes `?`, so that no value can end the string or begin a header line.
 *
 * @see RFC 6750 §3, RFC 9110 §5.6.4, §11.6.1
 */
export function formatChallenge(
  scheme: 'Bearer' | 'DPoP' | 'Basic',
  parameters: Record<string, string>,
): string {
  const list = Object.entries(parameters).map(([name, value]) => `${name}=${quotedString(value)}`)
  return list.length === 0 ? scheme : `${scheme} ${list.join(', ')}`
}

function quotedString(value: string): string {
  return `"${value.replace(/[^\x20-\x7e]/gu, '?').replace(/["\\]/g, '\\$&')}"`
}
