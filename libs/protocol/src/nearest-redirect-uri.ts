import { matchRedirectUri } from './redirect-uri.js'
import { splitUri, type UriComponents } from './uri-syntax.js'

/** The registered redirect URI that a refused one was most likely meant to be. */
export interface NearestRedirectUri {
  registered: string
  /** Index of the first character that differs, counted in UTF-16 code units of either URI. */
  differsAt: number
  /** What differs, in one or two sentences for the developer of the client. */
  explanation: string
}

/**
 * The registered redirect URI nearest to a refused one; undefined where it is not refused or none is registered.
 * It takes time in proportion to the lengths, so that a long request cannot keep the server busy. For the failure
 * record only: whether a redirect URI is accepted is never decided by nearness (RFC 9700 §2.1).
 */
export function nearestRedirectUri(
  requested: string,
  registered: readonly string[],
): NearestRedirectUri | undefined {
  if (matchRedirectUri(requested, registered)) return undefined
  let nearest: string | undefined
  for (const candidate of registered) {
    if (nearest === undefined || likeness(requested, candidate) > likeness(requested, nearest))
      nearest = candidate
  }
  if (nearest === undefined) return undefined
  return {
    registered: nearest,
    differsAt: commonPrefixLength(requested, nearest),
    explanation: explainDifference(splitUri(requested), splitUri(nearest)),
  }
}

/** Share of characters in the common beginning and the common end, from 0 to 1. */
function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  const prefix = commonPrefixLength(a, b)
  const room = Math.min(a.length, b.length) - prefix
  let suffix = 0
  while (suffix < room && a.at(-1 - suffix) === b.at(-1 - suffix)) suffix++
  return longest === 0 ? 1 : (prefix + suffix) / longest
}

function commonPrefixLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

const COMPONENT_NAMES: Record<keyof UriComponents, string> = {
  scheme: 'scheme',
  userinfo: 'user information',
  host: 'host',
  port: 'port',
  path: 'path',
  query: 'query',
  fragment: 'fragment',
}

function explainDifference(requested: UriComponents, registered: UriComponents): string {
  const names = Object.keys(COMPONENT_NAMES) as (keyof UriComponents)[]
  const differing = names.filter((name) => requested[name] !== registered[name])
  const sentences = differing.map(
    (name) =>
      `The ${COMPONENT_NAMES[name]} differs: expected ${shown(registered[name])}, got ${shown(requested[name])}.`,
  )
  const hint = differing.length === 1 ? hintFor(differing[0], requested, registered) : undefined
  return hint === undefined ? sentences.join(' ') : `${sentences.join(' ')} ${hint}`
}

function shown(component: string | undefined): string {
  return component === undefined || component === '' ? 'none' : JSON.stringify(component)
}

function hintFor(
  name: keyof UriComponents | undefined,
  requested: UriComponents,
  registered: UriComponents,
): string | undefined {
  if (name === undefined) return undefined
  const [got, expected] = [requested[name] ?? '', registered[name] ?? '']
  if (got.toLowerCase() === expected.toLowerCase()) return 'Upper and lower case count.'
  if (name === 'path' && (got === `${expected}/` || expected === `${got}/`))
    return 'The slash at the end counts.'
  if (name === 'port' && registered.host === 'localhost') {
    return 'The port may vary for http://127.0.0.1 and http://[::1] only, not for localhost (RFC 8252 §8.3).'
  }
  return undefined
}
