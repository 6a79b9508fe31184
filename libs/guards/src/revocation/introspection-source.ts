import { OAuthError, RecentMap } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { basicAuthorization } from '../basic-authorization.js'
import { fetchJson } from '../issuer/fetch-json.js'
import type { IssuerMetadata } from '../issuer/issuer-metadata.js'
import type { IntrospectionOptions } from './revocation-options.js'
import { RevocationSource, type PresentedToken } from './revocation-source.js'

const MAX_ANSWERS = 10_000

interface Answer {
  /** What the server said; undefined for a token that is not active. */
  active: Promise<Record<string, unknown> | undefined>
  /** Milliseconds since 1970-01-01T00:00:00Z; infinite while the question is under way. */
  staleAt: number
}

/**
 * Asks the authorization server whether a token is still active, and what an opaque one says; an answer is believed for
 * `cacheSeconds`.
 *
 * Enforces: one question per token in flight; no answer means `temporarily_unavailable`, never "active".
 *
 * @see RFC 7662 §2
 */
export class IntrospectionSource extends RevocationSource {
  private readonly answers = new RecentMap<Answer>(MAX_ANSWERS)
  private readonly cacheMs: number
  private readonly authorization: string

  constructor(
    private readonly options: IntrospectionOptions,
    private readonly metadata: IssuerMetadata,
    private readonly now: () => Date,
  ) {
    super()
    this.cacheMs = (options.cacheSeconds ?? 5) * 1000
    this.authorization = basicAuthorization(options.clientId, options.clientSecret)
  }

  override async isRevoked({ token, digest }: PresentedToken): Promise<boolean> {
    return (await this.answerFor(token, digest)) === undefined
  }

  /** The answer about an opaque token, as claims; what RFC 7662 leaves out is completed from the question. */
  override async describe(token: string, digest: string): Promise<AccessTokenClaims> {
    const answer = await this.answerFor(token, digest)
    if (answer)
      return { iss: this.metadata.issuer, jti: digest, iat: 0, ...answer } as unknown as AccessTokenClaims
    throw new OAuthError('invalid_token', { description: 'The access token is not active.' })
  }

  private answerFor(token: string, digest: string): Answer['active'] {
    const known = this.answers.get(digest)
    if (known && this.now().getTime() < known.staleAt) return known.active
    const answer: Answer = { active: this.ask(token), staleAt: Number.POSITIVE_INFINITY }
    this.answers.set(digest, answer)
    answer.active.then(
      () => (answer.staleAt = this.now().getTime() + this.cacheMs),
      () => this.answers.delete(digest),
    )
    return answer.active
  }

  private async ask(token: string): Answer['active'] {
    try {
      const endpoint = this.options.endpoint ?? (await this.metadata.url('introspection_endpoint'))
      const answer = await fetchJson(endpoint, {
        method: 'POST',
        headers: { authorization: this.authorization },
        body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
      })
      if (typeof answer['active'] !== 'boolean')
        throw new Error(`${endpoint} answered without the member "active"`)
      return answer['active'] ? answer : undefined
    } catch (cause) {
      throw new OAuthError('temporarily_unavailable', {
        description: 'Whether the access token was revoked cannot be found out now. Try again shortly.',
        cause,
      })
    }
  }
}
