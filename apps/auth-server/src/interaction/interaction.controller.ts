import { Controller, Get, Post } from '@nestjs/common'
import { InteractionStore, type Interaction } from '@gatehouse/data-access'
import { OAuthError } from '@gatehouse/protocol'
import { AuditLog } from '../audit/audit-log.js'
import { FailureLog } from '../audit/failure-log.js'
import { Clock } from '../config/clock.js'
import { Answer } from '../http/answer.js'
import { AntiForgery } from '../http/anti-forgery.js'
import { Incoming, IncomingRequest } from '../http/incoming-request.js'
import { PageRoute } from '../http/protection.js'
import { loginOf } from '../identity/account-badge.js'
import { Accounts, type SignInOutcome } from '../identity/accounts.js'
import { ACR_PASSWORD, BrowserSessions, type ActiveSession } from '../identity/browser-sessions.js'
import { AuthorizationAnswers } from '../oauth/authorization/authorization-answer.js'
import type { AuthorizationRequest, TrustedRequest } from '../oauth/authorization/authorization-request.js'
import { AuthorizationRequests } from '../oauth/authorization/authorization-requests.js'
import { AuthorizationService } from '../oauth/authorization/authorization.service.js'
import { PendingRequests } from '../oauth/authorization/pending-requests.js'
import { KnownBrowsers } from '../identity/known-browsers.js'
import { accountKeyOf } from '../identity/sign-in-throttle.js'
import { InteractionPages, type SignInState } from './interaction-pages.js'

/** One interaction as a step needs it. */
interface Visit {
  interaction: Interaction
  request: AuthorizationRequest
  session: ActiveSession | undefined
  incoming: IncomingRequest
}

/**
 * The hosted pages on the way to a code: each request finds the kept authorization request, asks what the person must
 * do next, and shows that page or ends the interaction. Forms are posted whole and answered with 303.
 */
@Controller('interaction/:id')
export class InteractionController {
  constructor(
    private readonly pending: PendingRequests,
    private readonly requests: AuthorizationRequests,
    private readonly authorization: AuthorizationService,
    private readonly answers: AuthorizationAnswers,
    private readonly sessions: BrowserSessions,
    private readonly accounts: Accounts,
    private readonly knownBrowsers: KnownBrowsers,
    private readonly interactions: InteractionStore,
    private readonly pages: InteractionPages,
    private readonly antiForgery: AntiForgery,
    private readonly failures: FailureLog,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Shows what the person must do next. */
  @Get()
  @PageRoute('browser')
  show(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.visit(incoming, (visit) =>
      incoming.parameters.get('account') === 'another'
        ? this.pages.signIn(visit, { username: '', asAnother: true })
        : this.advance(visit),
    )
  }

  /** The address of a form, opened: what a browser does that comes back to a page which answered one. */
  @Get(':form')
  @PageRoute('browser')
  reopen(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.visit(incoming, ({ interaction }) => Promise.resolve(Answer.seeOther(pathOf(interaction))))
  }

  /** Name and password (OIDC Core §3.1.2.3). */
  @Post('sign-in')
  @PageRoute('browser')
  signIn(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.visit(incoming, async (visit) => {
      this.requireForm(visit)
      const login = incoming.parameters.get('username') ?? ''
      const password = incoming.parameters.get('password') ?? ''
      const asAnother = visit.session !== undefined && login !== loginOf(visit.session.user)
      const missing = [...(login ? [] : ['username' as const]), ...(password ? [] : ['password' as const])]
      if (missing.length) {
        return this.pages.signIn(visit, {
          username: login,
          error: 'missing',
          invalidFields: missing,
          asAnother,
        })
      }
      const knownBrowser = this.knownBrowsers.markOf(incoming, login)
      const attempt = { login, ipAddress: incoming.ipAddress, knownBrowser }
      const outcome = await this.accounts.signIn(attempt, password)
      if (outcome.kind !== 'signed_in')
        return this.refuseSignIn(visit, { username: login, asAnother }, outcome)
      const { user } = outcome
      const { sessionId, cookie } = await this.sessions.signIn(incoming, user, {
        acr: ACR_PASSWORD,
        amr: ['pwd'],
      })
      await this.interactions.recordSignIn(visit.interaction.id, sessionId, this.clock.now())
      await this.audit.keep({
        ...this.event(visit, 'sign_in.succeeded', 'success'),
        actorId: user.id,
        subjectId: user.id,
      })
      return Answer.seeOther(pathOf(visit.interaction))
        .withCookie(cookie)
        .withCookie(this.knownBrowsers.remember(incoming, login))
    })
  }

  /** `prompt=select_account`: go on as this person, or sign in as another. */
  @Post('account')
  @PageRoute('browser')
  account(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.decide(incoming, async (visit) => {
      const path = pathOf(visit.interaction)
      if (incoming.parameters.get('decision') === 'another') return Answer.seeOther(`${path}?account=another`)
      await this.interactions.recordAccountSelected(visit.interaction.id, this.clock.now())
      return Answer.seeOther(path)
    })
  }

  /** Allow or cancel (OIDC Core §3.1.2.4). */
  @Post('consent')
  @PageRoute('browser')
  consent(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.decide(incoming, async (visit) => {
      const decision = incoming.parameters.get('decision')
      if (decision !== 'allow') return this.refuse(visit, 'The person did not consent')
      return this.advance(visit, { consented: true })
    })
  }

  /** Back to the app without an answer. */
  @Post('cancel')
  @PageRoute('browser')
  cancel(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.visit(incoming, async (visit) => {
      this.requireForm(visit)
      return this.refuse(visit, 'The person went back')
    })
  }

  /** Finds the interaction. A request that is not right any more goes back to the client, whose redirect URI still is. */
  private async visit(
    incoming: IncomingRequest,
    act: (visit: Visit) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const { interaction, request: trusted } = await this.pending.find(incoming.routeParameter('id'), incoming)
    const request = await this.requests.validate(trusted).catch((error: unknown) => {
      if (error instanceof OAuthError) return error
      throw error
    })
    if (request instanceof OAuthError) {
      await this.pending.end(interaction)
      return this.answerError(incoming, trusted, request)
    }
    const session = await this.sessions.current(incoming, request.client.clientId)
    return act({ interaction, request, session, incoming })
  }

  private async advance(visit: Visit, now: { consented: boolean } = { consented: false }): Promise<Answer> {
    const { interaction, request, session } = visit
    const signedIn = interaction.signedInAt !== null && interaction.sessionId === session?.id
    if (signedIn && request.expectedSubject !== undefined && session?.userId !== request.expectedSubject) {
      return this.end(visit, wrongPerson())
    }
    const done = {
      signedIn,
      accountSelected: interaction.accountSelectedAt !== null,
      consented: now.consented,
    }
    const step = this.authorization.nextStep(request, session, done)
    if (step !== 'ready' || !session) return this.pages.show(visit, step === 'ready' ? 'sign_in' : step)
    await this.pending.end(interaction)
    try {
      return this.answers.code(request, await this.authorization.issueCode(request, session))
    } catch (error) {
      if (error instanceof OAuthError) return this.answerError(visit.incoming, request, error)
      throw error
    }
  }

  private async refuseSignIn(
    visit: Visit,
    state: SignInState,
    outcome: Exclude<SignInOutcome, { kind: 'signed_in' }>,
  ): Promise<Answer> {
    // The name is kept as a digest: people type their password into the wrong field.
    const detail = { reason: outcome.kind, account: accountKeyOf(state.username) }
    const event = { ...this.event(visit, 'sign_in.failed', 'failure'), detail }
    if (outcome.kind === 'mismatch') await this.audit.keep({ ...event, subjectId: outcome.subjectId ?? null })
    else this.audit.enqueue(event)
    return this.pages.signIn(visit, {
      ...state,
      error: outcome.kind,
      invalidFields: outcome.kind === 'mismatch' ? ['username', 'password'] : [],
      ...(outcome.kind === 'throttled' ? { retryAfterSeconds: outcome.waitSeconds } : {}),
    })
  }

  private refuse(visit: Visit, description: string): Promise<Answer> {
    const detail = { rule: 'person.refused', reference: 'RFC 6749 §4.1.2.1' }
    return this.end(visit, new OAuthError('access_denied', { description, detail }))
  }

  private async end({ interaction, request, incoming }: Visit, error: OAuthError): Promise<Answer> {
    await this.pending.end(interaction)
    return this.answerError(incoming, request, error)
  }

  private answerError(
    { traceId, path: endpoint }: IncomingRequest,
    request: TrustedRequest,
    error: OAuthError,
  ): Answer {
    this.failures.record(error, { traceId, endpoint, clientId: request.client.clientId })
    return this.answers.error(request, error)
  }

  /** A form of this interaction, in this browser. */
  private requireForm({ interaction, incoming }: Visit): void {
    this.antiForgery.require(incoming, InteractionPages.formPurpose(interaction))
  }

  /** A decision in somebody's name, which counts only if it was this very person who saw the question. */
  private decide(incoming: IncomingRequest, act: (visit: Visit) => Promise<Answer>): Promise<Answer> {
    return this.visit(incoming, (visit) => {
      this.requireForm(visit)
      const { interaction, session } = visit
      const purpose = InteractionPages.formPurpose(interaction)
      return this.antiForgery.isSeenBy(incoming, purpose, InteractionPages.viewer(session))
        ? act(visit)
        : Promise.resolve(Answer.seeOther(pathOf(interaction)))
    })
  }

  private event({ request, incoming }: Visit, type: string, outcome: 'success' | 'failure') {
    return { at: this.clock.now(), type, outcome, clientId: request.client.clientId, ...incoming.scene }
  }
}

function pathOf({ id }: Interaction): string {
  return `/interaction/${id}`
}

/** OIDC Core §3.1.2.1, `id_token_hint`: somebody else than the one asked for signed in. */
function wrongPerson(): OAuthError {
  return new OAuthError('login_required', {
    description: 'Another person than the one asked for signed in',
    detail: { rule: 'expected_subject.mismatch', reference: 'OIDC Core §3.1.2.1' },
  })
}
