/**
 * The URI if a browser may be sent to it from a page as an ordinary web address, otherwise `undefined`: a client's
 * registered `client_uri`, `policy_uri` and `tos_uri` are data of somebody else and may hold `javascript:`.
 *
 * @see RFC 7591 §2 (client metadata), §5 (the server must guard the person against malicious client content)
 */
export function webUri(uri: string | undefined): string | undefined {
  return schemeOf(uri) === 'https:' || schemeOf(uri) === 'http:' ? uri : undefined
}

/** The URI if it may be loaded as a picture: https only, as the pages' `img-src` says, otherwise `undefined`. */
export function pictureUri(uri: string | undefined): string | undefined {
  return schemeOf(uri) === 'https:' ? uri : undefined
}

/**
 * The redirect URI itself, unchanged, when its scheme is http, https, or private with a dot in it.
 *
 * @throws RangeError for every other scheme, `javascript:` and `data:` among them
 * @see RFC 8252 §7.1 (private-use schemes are reverse domain names)
 */
export function redirectTarget(uri: string): string {
  const scheme = schemeOf(uri)
  if (scheme === 'https:' || scheme === 'http:' || scheme?.includes('.')) return uri
  throw new RangeError('A page can only lead to http, https or a private-use scheme with a dot in it')
}

/** The host, and the port if it is not the usual one, as a person reads it. Private schemes show the scheme. */
export function displayHost(uri: string): string {
  if (!URL.canParse(uri)) return ''
  const { host, protocol } = new URL(uri)
  return host || protocol.slice(0, -1)
}

function schemeOf(uri: string | undefined): string | undefined {
  return uri === undefined || !URL.canParse(uri) ? undefined : new URL(uri).protocol
}
