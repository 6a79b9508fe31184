import { basicAuthorization } from '../../basic-authorization.js'
import { fetchJson, FetchFailure } from '../../issuer/fetch-json.js'
import type { IssuerMetadata } from '../../issuer/issuer-metadata.js'

const SCOPE = 'revocations:read'
/** Lifetime of a token that does not say its own (RFC 6749 §5.1, `expires_in` is only recommended). */
const ASSUMED_LIFETIME_SECONDS = 60

/** The client that reads the feed. */
export interface FeedCredentials {
  clientId: string
  clientSecret: string
}

/**
 * The access token with which this API reads the feed, got by client credentials and kept while three quarters of its
 * lifetime last: a stream ends with its token.
 *
 * @see RFC 6749 §4.4, RFC 8707 §2
 */
export class FeedToken {
  private held: { token: string; renewAt: number } | undefined

  constructor(
    private readonly credentials: FeedCredentials,
    private readonly metadata: IssuerMetadata,
    private readonly now: () => Date,
  ) {}

  /** @throws FetchFailure when the authorization server gives none */
  async get(resource: string): Promise<string> {
    const nowMs = this.now().getTime()
    if (this.held && nowMs < this.held.renewAt) return this.held.token
    const endpoint = await this.metadata.url('token_endpoint')
    const answer = await fetchJson(endpoint, {
      method: 'POST',
      headers: {
        authorization: basicAuthorization(this.credentials.clientId, this.credentials.clientSecret),
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPE, resource }),
    })
    const { access_token: token, expires_in: given } = answer
    if (typeof token !== 'string') throw new FetchFailure(`${endpoint} answered without an access token`)
    const lifetimeSeconds = typeof given === 'number' && given > 0 ? given : ASSUMED_LIFETIME_SECONDS
    this.held = { token, renewAt: nowMs + lifetimeSeconds * 750 }
    return token
  }

  /** Gets a new one next time: this one was refused. */
  drop(): void {
    this.held = undefined
  }
}
