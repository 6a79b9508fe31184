/**
 * Where an API is shown. The admin API names it in paths by its identifier in base64url, for `%2F` in a path is decoded,
 * merged or refused by proxies, each in its own way.
 */
export const resourcePath = (identifier: string): string => `/resources/${resourceIdOf(identifier)}`

/** The id of an API by its identifier. */
export function resourceIdOf(identifier: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(identifier))
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The identifier of such an id; undefined where it is none. */
export function identifierOf(id: string): string | undefined {
  try {
    const bytes = atob(id.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(bytes, (character) => character.charCodeAt(0)),
    )
  } catch {
    return undefined
  }
}
