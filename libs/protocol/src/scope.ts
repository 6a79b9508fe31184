import { OAuthError } from './oauth-error.js'

/** `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )` (RFC 6749 §3.3). */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/**
 * Scopes of a request, each once, in the order in which they were first named. Superfluous spaces are ignored; an
 * absent or empty parameter is the empty list (RFC 6749 §3.1).
 *
 * @throws OAuthError `invalid_scope` where a token holds a character that a scope cannot hold
 * @see RFC 6749 §3.3
 */
export function parseScope(value: string | undefined): string[] {
  const tokens = (value ?? '').split(' ').filter((token) => token !== '')
  const malformed = tokens.find((token) => !SCOPE_TOKEN.test(token))
  if (malformed !== undefined) {
    throw new OAuthError('invalid_scope', {
      description: 'A scope holds a character that is not allowed.',
      detail: {
        rule: 'A scope consists of printable ASCII characters other than space, quotation mark and backslash.',
        expected: 'scopes separated by single spaces',
        got: JSON.stringify(malformed),
        reference: 'RFC 6749 §3.3',
      },
    })
  }
  return [...new Set(tokens)]
}

/** Scopes as one parameter or claim, separated by spaces (RFC 6749 §3.3, RFC 8693 §4.2). */
export function formatScope(scopes: readonly string[]): string {
  return scopes.join(' ')
}

/** Those of the wanted scopes that are not allowed. Scopes are compared case-sensitively (RFC 6749 §3.3). */
export function missingScopes(wanted: readonly string[], allowed: readonly string[]): string[] {
  return wanted.filter((scope) => !allowed.includes(scope))
}
