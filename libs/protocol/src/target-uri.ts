import { hasUriCharacters } from './uri-syntax.js'

const PERCENT_ENCODED = /%([0-9A-Fa-f]{2})/g
const UNRESERVED = /[A-Za-z0-9\-._~]/

/**
 * Whether two absolute URLs name the same target, query and fragment left aside: compared after syntax-based and
 * scheme-based normalization.
 *
 * @see RFC 9449 §4.3, RFC 3986 §6.2.2, §6.2.3
 */
export function isSameTarget(one: string, other: string): boolean {
  if (one === other) return true
  const target = normalized(one)
  return target !== undefined && target === normalized(other)
}

/** Without query and fragment; undefined for what is no absolute http URL. */
function normalized(text: string): string | undefined {
  // The parser of URLs forgives backslashes, spaces and line breaks; a URI has none (RFC 3986 §2).
  if (!hasUriCharacters(text) || !URL.canParse(text)) return undefined
  const { protocol, username, password, host, pathname } = new URL(text)
  if ((protocol !== 'https:' && protocol !== 'http:') || username || password) return undefined
  return `${protocol}//${host}${pathname.replace(PERCENT_ENCODED, decodedIfUnreserved)}`
}

function decodedIfUnreserved(triplet: string, hex: string): string {
  const character = String.fromCharCode(Number.parseInt(hex, 16))
  return UNRESERVED.test(character) ? character : triplet.toUpperCase()
}
