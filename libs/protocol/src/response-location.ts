import { OAuthError } from './oauth-error.js'

/**
 * Redirect URI with the response parameters added to its query. What the query held already stays as it was, byte
 * for byte, and stands first.
 *
 * @throws OAuthError `invalid_request` where the redirect URI has a fragment, which would swallow the parameters
 * @see RFC 6749 §3.1.2, §4.1.2, Appendix B
 */
export function responseLocation(redirectUri: string, parameters: Record<string, string>): string {
  if (redirectUri.includes('#')) {
    throw new OAuthError('invalid_request', {
      description: 'The redirect_uri has a fragment.',
      detail: {
        rule: 'A redirect URI has no fragment.',
        mend: 'Register it without the # and what follows.',
        reference: 'RFC 6749 §3.1.2',
      },
    })
  }
  const added = new URLSearchParams(parameters).toString()
  return added === '' ? redirectUri : `${redirectUri}${separatorAfter(redirectUri)}${added}`
}

function separatorAfter(uri: string): string {
  const queryMark = uri.indexOf('?')
  if (queryMark === -1) return '?'
  return queryMark === uri.length - 1 || uri.endsWith('&') ? '' : '&'
}
