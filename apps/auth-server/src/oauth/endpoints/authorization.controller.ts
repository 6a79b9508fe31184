import { Controller, Get, Post } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'
import { FailureLog } from '../../audit/failure-log.js'
import { Answer } from '../../http/answer.js'
import { Incoming, IncomingRequest } from '../../http/incoming-request.js'
import { PageRoute } from '../../http/protection.js'
import { BrowserSessions } from '../../identity/browser-sessions.js'
import { AuthorizationAnswers } from '../authorization/authorization-answer.js'
import type { TrustedRequest } from '../authorization/authorization-request.js'
import { AuthorizationRequests } from '../authorization/authorization-requests.js'
import { AuthorizationService, silentRefusal } from '../authorization/authorization.service.js'
import { PendingRequests } from '../authorization/pending-requests.js'

/** Longest form that is sent round by GET, in characters: an address must fit into the headers of a request. */
const MAX_ROUND_TRIP_LENGTH = 8_192
/** As much as a failure record keeps of what may be no client at all, in characters. */
const MAX_CLIENT_ID_LENGTH = 200

/** The authorization endpoint, by GET and by POST (RFC 6749 §3.1, OIDC Core §3.1.2.1). */
@Controller()
export class AuthorizationController {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly authorization: AuthorizationService,
    private readonly pending: PendingRequests,
    private readonly answers: AuthorizationAnswers,
    private readonly sessions: BrowserSessions,
    private readonly failures: FailureLog,
  ) {}

  @Get('oauth2/authorize')
  @PageRoute('public')
  get(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.authorize(incoming)
  }

  /**
   * A form that another site posts comes without our `SameSite=Lax` cookie; the same request by GET brings it, and with
   * it the session. One that is too long for an address begins without: the session counts again from the next page on.
   */
  @Post('oauth2/authorize')
  @PageRoute('public')
  async post(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    const query = incoming.parameters.toString()
    const isFromElsewhere = incoming.header('sec-fetch-site') === 'cross-site'
    if (!isFromElsewhere || query.length > MAX_ROUND_TRIP_LENGTH) return this.authorize(incoming)
    return Answer.seeOther(`/oauth2/authorize?${query}`)
  }

  private async authorize(incoming: IncomingRequest): Promise<Answer> {
    // Whoever mends the failure looks for it by the client, though nobody has proved to be that client.
    incoming.clientId = incoming.parameters.get('client_id')?.slice(0, MAX_CLIENT_ID_LENGTH)
    const trusted = await this.requests.trust(incoming.parameters)
    try {
      return await this.proceed(trusted, incoming)
    } catch (error) {
      // Too many from one address stays here: sending the person back would only begin the next one.
      if (!(error instanceof OAuthError) || error.status === 429) throw error
      const { traceId, path: endpoint } = incoming
      this.failures.record(error, { traceId, endpoint, clientId: trusted.client.clientId })
      return this.answers.error(trusted, error)
    }
  }

  private async proceed(trusted: TrustedRequest, incoming: IncomingRequest): Promise<Answer> {
    const request = await this.requests.validate(trusted)
    const session = await this.sessions.current(incoming, request.client.clientId)
    const nothingDone = { signedIn: false, accountSelected: false, consented: false }
    const step = this.authorization.nextStep(request, session, nothingDone)
    if (step === 'ready' && session) {
      return this.answers.code(request, await this.authorization.issueCode(request, session))
    }
    if (request.prompt.has('none') && step !== 'ready') throw silentRefusal(step)
    return this.pending.keep(request, incoming)
  }
}
