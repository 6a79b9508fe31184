/** Carries the nonce of a page from the proxy to its rendering. */
export const NONCE_HEADER = 'x-nonce'

/** Carries path and query of the page being rendered, to come back to after signing in. */
export const REQUEST_PATH_HEADER = 'x-gatehouse-path'

/**
 * The content policy of one page.
 *
 * Enforces: scripts and style elements run by nonce alone; nothing frames the console; forms go to the console,
 * and to the issuer, to which signing out redirects.
 *
 * @see CSP Level 3 §6
 */
export function contentSecurityPolicy(nonce: string, issuer: URL, isDevelopment: boolean): string {
  const script = `'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`
  // The style elements of Next's development overlay have no nonce; a nonce would switch 'unsafe-inline' off.
  const style = isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`
  return [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${style}`,
    // Mantine positions menus and sets custom properties by style attributes.
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    `form-action 'self' ${issuer.origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/**
 * True for a request by which the page of somebody else would make this browser download a list or hold a stream open. A
 * browser too old to say where a request comes from is let through: it gets nothing that the other page could read.
 *
 * @see Fetch Metadata Request Headers §2.1
 */
export function isTakenByAnotherSite(path: string, headers: Headers): boolean {
  if (!/^\/(?:export|live)\//u.test(path)) return false
  const site = headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}

/** The headers of every answer besides its content policy. */
export const securityHeaders = (consoleUrl: URL): Readonly<Record<string, string>> => ({
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // `no-referrer` would make browsers send `Origin: null` with the console's own forms (Fetch §3.2).
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  ...(consoleUrl.protocol === 'https:' ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
})
