import { HttpException, Injectable } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import { formatChallenge, type OAuthError } from '@gatehouse/protocol'
import { ProtectedResource } from './protected-resource.js'
import { ResourceServerSettings } from './resource-server-options.js'

const RETRY_AFTER_SECONDS = 5

type Scheme = 'Bearer' | 'DPoP'

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
 * @see RFC 6750 §3, RFC 9449 §7.1, §7.2, RFC 9728 §5.1
 */
@Injectable()
export class Refusals {
  constructor(
    private readonly settings: ResourceServerSettings,
    private readonly resource: ProtectedResource,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** No token came: a challenge without an error code, for each scheme that would do (RFC 6750 §3.1). */
  unauthenticated(response: unknown): AccessRefused {
    this.writeChallenges(
      response,
      this.accepted.map((scheme) => [scheme, {}]),
    )
    const [scheme = 'Bearer'] = this.accepted
    return new AccessRefused(
      { error_description: `Send an access token: Authorization: ${scheme} <token>` },
      401,
    )
  }

  /** A token came by `scheme` that does not do. `challenge` adds parameters such as `scope`. */
  refused(
    response: unknown,
    error: OAuthError,
    scheme: Scheme,
    challenge: Record<string, string> = {},
  ): AccessRefused {
    if (error.code === 'temporarily_unavailable') {
      this.header(response, 'Retry-After', String(RETRY_AFTER_SECONDS))
      return new AccessRefused(error.toJSON(), error.status, { cause: error })
    }
    const about = { error: error.code, error_description: error.description, ...challenge }
    const blamed = this.accepted.includes(scheme) ? scheme : 'DPoP'
    // A token that was sent by the wrong scheme learns of the right one (RFC 9449 §7.2).
    const others = this.accepted.filter((other) => other !== blamed && blamed === 'Bearer')
    this.writeChallenges(response, [[blamed, about], ...others.map((other): [Scheme, object] => [other, {}])])
    return new AccessRefused(error.toJSON(), error.status, { cause: error })
  }

  /** Gives the caller the nonce for its next proof (RFC 9449 §8.2, §9). */
  giveNonce(response: unknown, nonce: string): void {
    this.header(response, 'DPoP-Nonce', nonce)
  }

  private get accepted(): readonly Scheme[] {
    const { dpop } = this.settings
    if (!dpop) return ['Bearer']
    return dpop.mode === 'required' ? ['DPoP'] : ['Bearer', 'DPoP']
  }

  private writeChallenges(response: unknown, challenges: readonly (readonly [Scheme, object])[]): void {
    const { metadataUrl } = this.resource
    const parts = challenges.map(([scheme, parameters]) =>
      formatChallenge(scheme, {
        ...parameters,
        ...(scheme === 'DPoP' && { algs: (this.settings.dpop?.algorithms ?? []).join(' ') }),
        ...(metadataUrl && { resource_metadata: metadataUrl }),
      }),
    )
    this.header(response, 'WWW-Authenticate', parts.join(', '))
    this.header(response, 'Cache-Control', 'no-store')
  }

  private header(response: unknown, name: string, value: string): void {
    this.adapterHost.httpAdapter.setHeader(response, name, value)
  }
}
