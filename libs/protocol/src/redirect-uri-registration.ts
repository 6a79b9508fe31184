import { hasUriCharacters, splitUri, type UriComponents } from './uri-syntax.js'

/** Hosts for which plain http is accepted: what is sent to them never leaves the device. */
const LOOPBACK_HOSTS: readonly (string | undefined)[] = ['localhost', '127.0.0.1', '[::1]']

const INVALID_AUTHORITY = 'The host or port of the redirect URI is not valid.'

/**
 * Why a redirect URI cannot be registered, as a sentence for the person who registers it; undefined where it can.
 * Accepted are https, http on the same device, and private-use schemes that are a reversed domain name.
 *
 * @see RFC 6749 §3.1.2, RFC 8252 §7, §8.4, RFC 9700 §4.1
 */
export function redirectUriProblem(uri: string): string | undefined {
  const parts = splitUri(uri)
  return (
    characterProblem(uri) ??
    generalProblem(parts) ??
    (isWeb(parts) ? webProblem(uri, parts) : privateUseProblem(uri, parts))
  )
}

function characterProblem(uri: string): string | undefined {
  if (uri === '') return 'The redirect URI is empty.'
  if (!hasUriCharacters(uri)) {
    return 'A redirect URI holds only ASCII characters that RFC 3986 allows: no spaces, backslashes or broken % escapes.'
  }
  if (uri.includes('*'))
    return 'A redirect URI is compared as a whole: wildcards match nothing. Register each.'
  return undefined
}

function generalProblem({ scheme, userinfo, fragment }: UriComponents): string | undefined {
  if (scheme === undefined) return 'A redirect URI is absolute: it starts with a scheme such as https://.'
  if (fragment !== undefined) return 'A redirect URI has no fragment. Remove the # and what follows.'
  if (userinfo !== undefined) return 'A redirect URI has no user name or password before its host.'
  return undefined
}

function isWeb({ scheme }: UriComponents): boolean {
  return /^https?$/i.test(scheme ?? '')
}

function webProblem(uri: string, { scheme = '', host, port, path }: UriComponents): string | undefined {
  if (host === undefined || host === '') return 'The redirect URI names no host.'
  if (port === '' || Number(port) === 0 || !URL.canParse(uri)) return INVALID_AUTHORITY
  const { protocol, hostname, pathname, href } = new URL(uri)
  if (`${scheme}:` !== protocol || host !== hostname || (path !== '' && path !== pathname)) {
    return `A browser would go to ${href} instead. Register it as browsers write it.`
  }
  if (host.endsWith('.')) return 'The host of the redirect URI ends in a dot. Remove it.'
  if (scheme === 'http' && !LOOPBACK_HOSTS.includes(host)) {
    return 'Plain http is accepted for localhost, 127.0.0.1 and [::1] only. Use https.'
  }
  return undefined
}

function privateUseProblem(uri: string, { scheme = '', host, path }: UriComponents): string | undefined {
  if (!scheme.includes('.')) {
    return `The scheme ${scheme}: is not accepted. Use https, or for a native app a reversed domain name such as com.example.app:/callback (RFC 8252 §7.1).`
  }
  if (host === undefined && !path.startsWith('/')) {
    return 'A private-use redirect URI has a slash after its scheme, as in com.example.app:/callback. Did you leave out https://?'
  }
  return URL.canParse(uri) ? undefined : INVALID_AUTHORITY
}
