import { hasUriCharacters, splitUri } from './uri-syntax.js'

/**
 * Whether the value can identify a resource: an absolute URI without a fragment. An http or https one names a host.
 *
 * @see RFC 8707 §2, RFC 3986 §4.3
 */
export function isResourceIdentifier(value: string): boolean {
  const { scheme, host, path, fragment } = splitUri(value)
  if (scheme === undefined || fragment !== undefined || !hasUriCharacters(value) || !URL.canParse(value))
    return false
  return /^https?$/i.test(scheme) ? Boolean(host) : Boolean(host ?? path)
}
