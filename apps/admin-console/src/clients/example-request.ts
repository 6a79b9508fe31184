import type { AdminClient } from '@gatehouse/token-types'

/** The challenge of RFC 7636, Appendix B: whoever tries the request in a browser gets a code that opens nothing. */
const EXAMPLE_CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

/** An authorization request as the client would make it: its first redirect URI, and everything that it may ask for. */
export function exampleRequest(client: AdminClient, issuer: string): string {
  const resource = client.default_resource ?? client.resource_scopes[0]?.resource
  const atResource = client.resource_scopes.flatMap((row) => (row.resource === resource ? row.scope : []))
  const url = new URL(`${issuer}/oauth2/authorize`)
  url.search = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: client.redirect_uris[0] ?? '',
    scope: [...client.scopes, ...atResource].join(' '),
    ...(resource === undefined ? {} : { resource }),
    state: 'test',
    code_challenge: EXAMPLE_CHALLENGE,
    code_challenge_method: 'S256',
  }).toString()
  return url.href
}
