/** `Basic` and one base64 token; the scheme is case-insensitive (RFC 7617 §2). */
const BASIC_CREDENTIALS = /^Basic +([A-Za-z0-9+/]+={0,2})$/i

/** `VSCHAR = %x20-7E`, of which client identifiers and secrets consist (RFC 6749 Appendix A.1, A.2). */
const VISIBLE_CHARACTERS = /^[\x20-\x7e]*$/

/** What a client says of itself with HTTP Basic authentication. */
export interface BasicCredentials {
  clientId: string
  /** Empty where the client sent none. */
  clientSecret: string
}

/**
 * Client identifier and secret of an `Authorization: Basic` header, each decoded from its form encoding. Undefined
 * where the header has another scheme or is malformed at any layer: base64, the colon, the form encoding, or the
 * characters, among which no control character ever is.
 *
 * @see RFC 6749 §2.3.1, Appendix B; RFC 7617 §2
 */
export function parseBasicCredentials(header: string): BasicCredentials | undefined {
  const encoded = BASIC_CREDENTIALS.exec(header)?.[1]
  if (encoded === undefined) return undefined
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.toString('base64') !== encoded) return undefined
  const pair = bytes.toString('latin1')
  const colon = pair.indexOf(':')
  if (colon === -1) return undefined
  const clientId = formDecoded(pair.slice(0, colon))
  const clientSecret = formDecoded(pair.slice(colon + 1))
  return clientId && clientSecret !== undefined ? { clientId, clientSecret } : undefined
}

/** Visible characters that stand for themselves in a form encoding, of which what this server gives out consists. */
const PLAIN = /^[\x20-\x24\x26-\x2a\x2c-\x7e]*$/

/** Undefined where the text is no form encoding of visible characters (RFC 6749 Appendix B). */
function formDecoded(text: string): string | undefined {
  if (PLAIN.test(text)) return text
  if (!/^(?:[^%]|%[0-9A-Fa-f]{2})*$/.test(text)) return undefined
  const decoded = text
    .replaceAll('+', ' ')
    .replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return VISIBLE_CHARACTERS.test(decoded) ? decoded : undefined
}
