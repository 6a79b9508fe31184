import { bearerToken, dpopToken, OAuthError } from '@gatehouse/protocol'

/** What of a request decides about its token; Fastify hides Node's request in `raw`, Express is it. */
export interface TokenCarrier {
  headers: { authorization?: string | undefined; [name: string]: string | string[] | undefined }
  method?: string
  /** Target of the request as it came, before any router took a part away. */
  originalUrl?: string
  query?: unknown
  rawHeaders?: readonly string[]
  socket?: { remoteAddress?: string | undefined }
  raw?: {
    rawHeaders?: readonly string[]
    socket?: { remoteAddress?: string | undefined }
  }
}

/** An access token and how it was sent: on its own, or with a proof. */
export interface PresentedCredentials {
  scheme: 'Bearer' | 'DPoP'
  token: string
}

/**
 * The token in the Authorization header. One in the query is not looked at: URLs end up in logs and histories.
 *
 * @throws OAuthError `invalid_request` when the request carries a token in more than one way
 * @see RFC 6750 §2.1, §2.3, §3.1; RFC 9449 §7.1; RFC 9700 §4.3.2
 */
export function presentedCredentials(request: TokenCarrier): PresentedCredentials | undefined {
  const { authorization } = request.headers
  const bearer = bearerToken(authorization)
  const token = bearer ?? dpopToken(authorization)
  if (token === undefined) return undefined
  const rawHeaders = request.raw?.rawHeaders ?? request.rawHeaders ?? []
  let headers = 0
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() === 'authorization') headers += 1
  const query = (request.query ?? {}) as Record<string, unknown>
  if (headers > 1 || query['access_token'] !== undefined)
    throw new OAuthError('invalid_request', {
      description: 'The request carries an access token in more than one way.',
    })
  return { scheme: bearer === undefined ? 'DPoP' : 'Bearer', token }
}

/** Path and query of the request as it came; empty for a target in another form than RFC 9112 §3.2.1. */
export function targetOf({ originalUrl = '' }: TokenCarrier): string {
  return originalUrl.startsWith('/') ? originalUrl : ''
}
