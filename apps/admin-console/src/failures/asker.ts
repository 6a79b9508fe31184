/** What is known of whoever sent a refused request. */
export type Asker = 'anybody' | 'public-client' | 'client'

const AUTHORIZATION = '/oauth2/authorize'

/**
 * Who could have sent the request: at the authorization endpoint anybody with a browser, for the id of a client is no
 * secret (RFC 6749 §2.2); elsewhere the client, if it proved who it is.
 */
export function askerOf(endpoint: string, authMethod: string): Asker {
  if (endpoint.startsWith(AUTHORIZATION)) return 'anybody'
  return authMethod === 'none' ? 'public-client' : 'client'
}

/** What a person must look at and type before a redirect URI is added. */
export interface NamedPlace {
  /** The host as browsers resolve it, so that letters that only look alike show; of an app's own scheme, the scheme. */
  readonly host: string
  /** True when no redirect URI of the client is there yet. */
  readonly isNew: boolean
}

/** Where a redirect URI leads. */
export function placeOf(uri: string, registered: readonly string[]): NamedPlace {
  const host = hostOf(uri)
  return { host, isNew: !registered.some((other) => hostOf(other) === host) }
}

function hostOf(uri: string): string {
  if (!URL.canParse(uri)) return uri
  const { host, protocol } = new URL(uri)
  return host === '' ? protocol : host
}
