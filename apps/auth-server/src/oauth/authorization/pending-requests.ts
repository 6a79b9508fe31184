import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { InteractionStore, type Interaction } from '@gatehouse/data-access'
import { equalBytes, OAuthError, sha256 } from '@gatehouse/protocol'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import { Answer } from '../../http/answer.js'
import { AntiForgery } from '../../http/anti-forgery.js'
import type { IncomingRequest } from '../../http/incoming-request.js'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import type { TrustedRequest } from './authorization-request.js'
import { AuthorizationRequests } from './authorization-requests.js'
import { RequestLimit } from './request-limit.js'

/** What is kept of a request; anything else has no meaning here and would only fill the database. */
const KEPT = new Set([
  ...['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce', 'resource'],
  ...['code_challenge', 'code_challenge_method', 'dpop_jkt'],
  ...['prompt', 'max_age', 'display', 'claims', 'acr_values', 'login_hint', 'id_token_hint'],
  ...['ui_locales', 'claims_locales'],
])
/** Most that is kept of one request, in characters: anybody may begin one. */
const MAX_KEPT_LENGTH = 16_384

/**
 * Keeps an authorization request on the server while the person acts, tied to the browser that began it: a link to
 * somebody else's interaction opens nothing.
 */
@Injectable()
export class PendingRequests {
  constructor(
    private readonly interactions: InteractionStore,
    private readonly requests: AuthorizationRequests,
    private readonly antiForgery: AntiForgery,
    private readonly limit: RequestLimit,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps the request and sends the browser to its page.
   *
   * @throws OAuthError invalid_request when it is too long to keep; with status 429 when its address began too many
   */
  async keep(request: TrustedRequest, incoming: IncomingRequest): Promise<Answer> {
    const parameters = keptParameters(request)
    await this.limit.count(incoming)
    const now = this.clock.now()
    const browser = this.antiForgery.ensureBrowserSecret(incoming)
    const id = randomBytes(16).toString('base64url')
    await this.interactions.create({
      id,
      browserDigest: sha256(browser.secret),
      clientId: request.client.clientId,
      parameters,
      createdAt: now,
      expiresAt: new Date(now.getTime() + this.settings.lifetimes.interactionSeconds * 1000),
    })
    const answer = Answer.seeOther(`/interaction/${id}`)
    return browser.cookie ? answer.withCookie(browser.cookie) : answer
  }

  /**
   * Finds the request again. Client and redirect URI are trusted anew, for they may have changed meanwhile.
   *
   * @throws OAuthError invalid_request when it is unknown, expired, finished, or another browser's
   */
  async find(
    id: string,
    incoming: IncomingRequest,
  ): Promise<{ interaction: Interaction; request: TrustedRequest }> {
    const secret = this.antiForgery.browserSecret(incoming)
    if (!secret) throw withoutCookie()
    const interaction = await this.interactions.find(id, this.clock.now())
    if (!interaction || !equalBytes(interaction.browserDigest, sha256(secret))) throw expired(interaction)
    const parameters = OAuthParameters.of(interaction.parameters as Record<string, string>)
    return { interaction, request: await this.requests.trust(parameters) }
  }

  /** @throws OAuthError invalid_request for all but the one caller who ends it */
  async end(interaction: Interaction): Promise<void> {
    if (!(await this.interactions.remove(interaction.id))) throw expired(interaction)
  }
}

function keptParameters(request: TrustedRequest): Record<string, string> {
  const kept = Object.entries(request.parameters.toRecord()).filter(([name]) => KEPT.has(name))
  const length = kept.reduce((sum, [, value]) => sum + value.length, 0)
  if (length <= MAX_KEPT_LENGTH) return Object.fromEntries(kept)
  throw new OAuthError('invalid_request', {
    description: 'The request is too long',
    detail: {
      rule: 'interaction.too_long',
      expected: `at most ${MAX_KEPT_LENGTH} characters`,
      got: `${length}`,
    },
  })
}

function withoutCookie(): OAuthError {
  return new OAuthError('invalid_request', {
    description: 'The browser did not send the cookie of the page',
    detail: {
      rule: 'browser.no_cookie',
      expected: 'the browser that began it, with cookies allowed',
      got: 'no cookie',
    },
  })
}

function expired(interaction: Interaction | undefined): OAuthError {
  return new OAuthError('invalid_request', {
    description: 'This page was open for too long, or was already used',
    detail: {
      rule: 'interaction.expired',
      expected: 'the browser that began it, in time, once',
      got: interaction ? 'another browser, or a second end' : 'unknown or expired',
    },
  })
}
