import { bearerToken, OAuthError } from '@gatehouse/protocol'

/** What of a request says which token it carries; Fastify hides Node's request in `raw`, Express is it. */
export interface TokenCarrier {
  headers: { authorization?: string | undefined }
  query?: unknown
  rawHeaders?: readonly string[]
  raw?: { rawHeaders?: readonly string[] }
}

/**
 * The token in the Authorization header. One in the query is not looked at: URLs end up in logs and histories.
 *
 * @throws OAuthError `invalid_request` when the request carries a token in more than one way
 * @see RFC 6750 §2.1, §2.3, §3.1; RFC 9700 §4.3.2
 */
export function presentedToken(request: TokenCarrier): string | undefined {
  const token = bearerToken(request.headers.authorization)
  if (token === undefined) return undefined
  const rawHeaders = request.raw?.rawHeaders ?? request.rawHeaders ?? []
  const headers = rawHeaders.filter(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization',
  )
  const query = (request.query ?? {}) as Record<string, unknown>
  if (headers.length > 1 || query['access_token'] !== undefined)
    throw new OAuthError('invalid_request', {
      description: 'The request carries an access token in more than one way.',
    })
  return token
}
