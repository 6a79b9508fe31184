import { Injectable } from '@nestjs/common'
import { ResourceServerSettings } from '../resource-server-options.js'
import { fetchJson, FetchFailure } from './fetch-json.js'

type EndpointName = 'jwks_uri' | 'introspection_endpoint' | 'token_endpoint' | 'revocation_feed_endpoint'

/**
 * What the issuer says of itself, looked up when it is first needed and kept; a failed look-up is tried again.
 *
 * Enforces: the document names the very issuer that was asked for.
 *
 * @see RFC 8414 §3, §3.3; OIDC Discovery §4
 */
@Injectable()
export class IssuerMetadata {
  private document: Promise<Record<string, unknown>> | undefined

  constructor(private readonly settings: ResourceServerSettings) {}

  /** Identifier of the issuer. */
  get issuer(): string {
    return this.settings.issuer
  }

  /** URL of an endpoint or document by its metadata name, such as `jwks_uri`. @throws FetchFailure */
  async url(name: EndpointName): Promise<string> {
    this.document ??= discover(this.settings.issuer).catch((error: unknown) => {
      this.document = undefined
      throw error
    })
    const value = (await this.document)[name]
    if (typeof value !== 'string')
      throw new FetchFailure(`The metadata of ${this.settings.issuer} has no ${name}`)
    return value
  }
}

async function discover(issuer: string): Promise<Record<string, unknown>> {
  const [oauth, openid] = metadataUrls(issuer)
  const document = await fetchJson(oauth).catch((error: unknown) => {
    if (error instanceof FetchFailure && error.status !== undefined) return fetchJson(openid)
    throw error
  })
  if (document['issuer'] !== issuer)
    throw new FetchFailure(`The metadata of ${issuer} names another issuer, ${String(document['issuer'])}`)
  return document
}

/** Where the document may stand: between host and path (RFC 8414 §3.1), or behind the path (OIDC Discovery §4.1). */
export function metadataUrls(issuer: string): [oauth: string, openid: string] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ]
}
