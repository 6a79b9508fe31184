import { OAuthError } from '@gatehouse/protocol'
import { fetchJson } from '../issuer/fetch-json.js'
import type { IssuerMetadata } from '../issuer/issuer-metadata.js'
import type { IntrospectionOptions } from '../resource-server-options.js'
import { RevocationSource, type PresentedToken } from './revocation-source.js'

const MAX_ANSWERS = 10_000

interface Answer {
  revoked: Promise<boolean>
  /** Milliseconds since 1970-01-01T00:00:00Z; infinite while the question is under way. */
  staleAt: number
}

/**
 * Asks the authorization server whether a token is still active, and believes the answer for `cacheSeconds`.
 *
 * Enforces: one question per token in flight; no answer means `temporarily_unavailable`, never "active".
 *
 * @see RFC 7662 §2
 */
export class IntrospectionSource extends RevocationSource {
  private readonly answers = new Map<string, Answer>()
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

  override isRevoked({ token, digest }: PresentedToken): Promise<boolean> {
    const known = this.answers.get(digest)
    if (known && this.now().getTime() < known.staleAt) return known.revoked
    const answer: Answer = { revoked: this.ask(token), staleAt: Number.POSITIVE_INFINITY }
    this.keep(digest, answer)
    answer.revoked.then(
      () => (answer.staleAt = this.now().getTime() + this.cacheMs),
      () => this.answers.delete(digest),
    )
    return answer.revoked
  }

  private async ask(token: string): Promise<boolean> {
    try {
      const endpoint = this.options.endpoint ?? (await this.metadata.url('introspection_endpoint'))
      const { active } = await fetchJson(endpoint, {
        method: 'POST',
        headers: { authorization: this.authorization },
        body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
      })
      if (typeof active !== 'boolean') throw new Error(`${endpoint} answered without the member "active"`)
      return !active
    } catch (cause) {
      throw new OAuthError('temporarily_unavailable', {
        description: 'Whether the access token was revoked cannot be found out now. Try again shortly.',
        cause,
      })
    }
  }

  private keep(digest: string, answer: Answer): void {
    this.answers.delete(digest)
    this.answers.set(digest, answer)
    if (this.answers.size <= MAX_ANSWERS) return
    const oldest = this.answers.keys().next()
    if (!oldest.done) this.answers.delete(oldest.value)
  }
}

/** Both halves form-encoded before they are joined (RFC 6749 §2.3.1). */
function basicAuthorization(clientId: string, clientSecret: string): string {
  const [id, secret] = [clientId, clientSecret].map((half) =>
    new URLSearchParams({ '': half }).toString().slice(1),
  )
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}
