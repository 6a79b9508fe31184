import type { OnModuleInit } from '@nestjs/common'
import { Injectable } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import { ResourceServerSettings } from './resource-server-options.js'

const WELL_KNOWN = '/.well-known/oauth-protected-resource'

/**
 * The document in which this API names its authorization server, served where RFC 9728 §3.1 puts it: outside any
 * global prefix, without a token. An API whose identifier is no http(s) URL has none.
 *
 * @see RFC 9728 §2, §3
 */
@Injectable()
export class ProtectedResource implements OnModuleInit {
  /** Where the document stands; named in every challenge (RFC 9728 §5.1). */
  readonly metadataUrl: string | undefined

  constructor(
    private readonly settings: ResourceServerSettings,
    private readonly adapterHost: HttpAdapterHost,
  ) {
    this.metadataUrl = metadataUrlOf(settings.audience)
  }

  onModuleInit(): void {
    const adapter = this.adapterHost.httpAdapter
    if (!adapter || this.metadataUrl === undefined) return
    adapter.get(new URL(this.metadataUrl).pathname, (_request: unknown, response: unknown) => {
      adapter.setHeader(response, 'Cache-Control', 'public, max-age=300')
      adapter.setHeader(response, 'Access-Control-Allow-Origin', '*')
      adapter.reply(response, this.document(), 200)
    })
  }

  private document(): Record<string, unknown> {
    const { audience, issuer, scopesSupported, dpop, clientCertificate } = this.settings
    return {
      resource: audience,
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
      ...(scopesSupported && { scopes_supported: scopesSupported }),
      ...(dpop && { dpop_signing_alg_values_supported: dpop.algorithms }),
      ...(dpop?.mode === 'required' && { dpop_bound_access_tokens_required: true }),
      ...(clientCertificate && { tls_client_certificate_bound_access_tokens: true }),
    }
  }
}

/** The well-known part stands between host and path of the identifier (RFC 9728 §3.1). */
export function metadataUrlOf(resource: string): string | undefined {
  if (!URL.canParse(resource)) return undefined
  const { protocol, origin, pathname, search } = new URL(resource)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  return `${origin}${WELL_KNOWN}${pathname === '/' ? '' : pathname}${search}`
}
