/** Characters that a URI can hold (RFC 3986 §2): no space, control, backslash, quotation mark or non-ASCII. */
const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/

/** The components of RFC 3986 Appendix B, and those of an authority (§3.2). Each matches any text, in linear time. */
const COMPONENTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/
const AUTHORITY = /^(?:([^]*)@)?(\[[^\]]*\]|[^:]*)(?::([^]*))?$/

/** Components as they are written, with nothing decoded and nothing normalised; absent ones are undefined. */
export interface UriComponents {
  scheme: string | undefined
  userinfo: string | undefined
  host: string | undefined
  port: string | undefined
  path: string
  query: string | undefined
  fragment: string | undefined
}

/** Whether the text is not empty and holds only URI characters and well-formed percent-encodings (RFC 3986 §2). */
export function hasUriCharacters(text: string): boolean {
  return URI_CHARACTERS.test(text)
}

/**
 * Takes any text apart as a URI reference. It judges nothing: a port may turn out to be no number.
 *
 * @see RFC 3986 §3, Appendix B
 */
export function splitUri(uri: string): UriComponents {
  const [, scheme, authority, path = '', query, fragment] = COMPONENTS.exec(uri) ?? []
  const [, userinfo, host, port] = authority === undefined ? [] : (AUTHORITY.exec(authority) ?? [])
  return { scheme, userinfo, host, port, path, query, fragment }
}
