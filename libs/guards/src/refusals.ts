import { HttpException, Injectable } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import { formatChallenge, type OAuthError } from '@gatehouse/protocol'
import { ProtectedResource } from './protected-resource.js'

const RETRY_AFTER_SECONDS = 5

/**
 * What the guard throws. Its headers are already written, so an exception filter of the application need only send
 * status and body; `cause` is the `OAuthError` where there is one.
 */
export class AccessRefused extends HttpException {}

/**
 * Turns a refusal into the answer that RFC 6750 asks for: status, JSON body, `WWW-Authenticate`.
 *
 * Headers are written through Nest's HTTP adapter, so they hold on Fastify and on Express and under any exception
 * filter of the application.
 *
 * @see RFC 6750 §3, RFC 9728 §5.1
 */
@Injectable()
export class Refusals {
  constructor(
    private readonly resource: ProtectedResource,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** No token came: a challenge without an error code (RFC 6750 §3.1). */
  unauthenticated(response: unknown): AccessRefused {
    this.writeChallenge(response, {})
    return new AccessRefused(
      { error_description: 'Send an access token: Authorization: Bearer <token>' },
      401,
    )
  }

  /** A token came that does not do. `challenge` adds parameters such as `scope`. */
  refused(response: unknown, error: OAuthError, challenge: Record<string, string> = {}): AccessRefused {
    if (error.code === 'temporarily_unavailable')
      this.adapterHost.httpAdapter.setHeader(response, 'Retry-After', String(RETRY_AFTER_SECONDS))
    else
      this.writeChallenge(response, { error: error.code, error_description: error.description, ...challenge })
    return new AccessRefused(error.toJSON(), error.status, { cause: error })
  }

  private writeChallenge(response: unknown, parameters: Record<string, string>): void {
    const { metadataUrl } = this.resource
    const adapter = this.adapterHost.httpAdapter
    adapter.setHeader(
      response,
      'WWW-Authenticate',
      formatChallenge('Bearer', { ...parameters, ...(metadataUrl && { resource_metadata: metadataUrl }) }),
    )
    adapter.setHeader(response, 'Cache-Control', 'no-store')
  }
}
