import { Injectable } from '@nestjs/common'
import type { ClientRecord } from '@gatehouse/data-access'
import { OAuthError, responseLocation } from '@gatehouse/protocol'
import type { IdTokenClaims } from '@gatehouse/token-types'
import { AuditLog } from '../../../audit/audit-log.js'
import { Clock } from '../../../config/clock.js'
import { Settings } from '../../../config/settings.js'
import { Answer } from '../../../http/answer.js'
import { AntiForgery } from '../../../http/anti-forgery.js'
import type { IncomingRequest } from '../../../http/incoming-request.js'
import type { OAuthParameters } from '../../../http/oauth-parameters.js'
import { BrowserSessions, type ActiveSession } from '../../../identity/browser-sessions.js'
import type { PageContext } from '../../../pages/layout.page.js'
import { messagesFor } from '../../../pages/messages.js'
import { signOutPage } from '../../../pages/sign-out.page.js'
import { signedOutPage } from '../../../pages/signed-out.page.js'
import { accountBadgeOf } from '../../../identity/account-badge.js'
import { originOf } from '../../authorization/authorization-answer.js'
import { ClientRegistry } from '../../client-auth/client-registry.js'
import { TokenLookup } from '../../tokens/token-lookup.js'

/** A sign-out request whose client and return address were checked. */
interface SignOutRequest {
  parameters: OAuthParameters
  hint: IdTokenClaims | undefined
  client: ClientRecord | undefined
  /** Registered for the client, with the request's state. */
  returnTo: string | undefined
}

/**
 * Signs a person out at the wish of a client, or asks the person where the wish could be somebody else's.
 *
 * *Enforces*: without an ID token of this very person only the person's own confirmation ends the session; a browser is
 * sent only to a registered address, letter by letter.
 *
 * @see OIDC RP-Initiated Logout §2, §3, §6
 */
@Injectable()
export class EndSessionService {
  constructor(
    private readonly registry: ClientRegistry,
    private readonly tokens: TokenLookup,
    private readonly sessions: BrowserSessions,
    private readonly antiForgery: AntiForgery,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @throws OAuthError invalid_request, shown on a page: a wrong return address is never followed */
  async respond(incoming: IncomingRequest): Promise<Answer> {
    const request = await this.read(incoming.parameters)
    const session = await this.sessions.current(incoming)
    if (!session) return this.signedOut(request, incoming)
    return request.hint?.sub === session.userId
      ? this.signOut(request, session, incoming)
      : this.askPerson(request, session, incoming)
  }

  /** The person's answer to the question. */
  async confirm(incoming: IncomingRequest): Promise<Answer> {
    const session = await this.sessions.current(incoming)
    const request = await this.read(incoming.query)
    if (!session) return this.signedOut(request, incoming)
    this.antiForgery.require(incoming, formPurpose(session))
    if (incoming.parameters.get('decision') === 'sign-out') return this.signOut(request, session, incoming)
    return Answer.seeOther(request.returnTo ?? '/')
  }

  private async read(parameters: OAuthParameters): Promise<SignOutRequest> {
    parameters.refuseMalformed()
    const token = parameters.get('id_token_hint')
    const hint = token === undefined ? undefined : await this.tokens.verifyIdTokenHint(token)
    if (token !== undefined && !hint)
      throw refused('The id_token_hint is not an ID token of this server', 'id_token_hint.invalid')
    const clientId = parameters.get('client_id') ?? hint?.aud
    if (hint && clientId !== hint.aud)
      throw refused('client_id is not the audience of the id_token_hint', 'id_token_hint.audience')
    const client = clientId === undefined ? undefined : await this.registry.find(clientId)
    return { parameters, hint, client, returnTo: returnAddress(parameters, client) }
  }

  private async signOut(
    request: SignOutRequest,
    session: ActiveSession,
    incoming: IncomingRequest,
  ): Promise<Answer> {
    const cookie = await this.sessions.signOut(session)
    await this.audit.keep({
      at: this.clock.now(),
      type: 'sign_out',
      outcome: 'success',
      actorId: session.userId,
      subjectId: session.userId,
      clientId: request.client?.clientId ?? null,
      ...incoming.scene,
    })
    return this.signedOut(request, incoming).withCookie(cookie)
  }

  private signedOut({ parameters, client, returnTo }: SignOutRequest, incoming: IncomingRequest): Answer {
    if (returnTo !== undefined) return Answer.seeOther(returnTo)
    const view = { clientName: client?.name, backUri: client?.clientUri ?? undefined }
    return Answer.page(signedOutPage(view, this.context(parameters, incoming)))
  }

  private askPerson(
    { parameters, client, returnTo }: SignOutRequest,
    session: ActiveSession,
    incoming: IncomingRequest,
  ): Answer {
    const browser = this.antiForgery.ensureBrowserSecret(incoming)
    // The hint is another person's and has done its part; whose client asked is kept without it.
    const { id_token_hint: _, ...kept } = parameters.toRecord()
    const asked = { ...kept, ...(client ? { client_id: client.clientId } : {}) }
    const html = signOutPage(
      {
        action: `/oauth2/logout/confirm?${new URLSearchParams(asked).toString()}`,
        csrfToken: this.antiForgery.token(browser.secret, formPurpose(session)),
        clientName: client?.name,
        account: accountBadgeOf(session.user),
      },
      this.context(parameters, incoming),
    )
    // Who stays without an address to return to is led to the console by way of the bare address of this server.
    const leadsTo = returnTo ?? this.settings.consoleUrl
    const answer = Answer.page(html, {
      formActionOrigin: leadsTo === undefined ? undefined : originOf(leadsTo),
    })
    return browser.cookie ? answer.withCookie(browser.cookie) : answer
  }

  private context(parameters: OAuthParameters, incoming: IncomingRequest): PageContext {
    const locales = (parameters.get('ui_locales') ?? '').split(' ').filter(Boolean)
    return {
      brandName: this.settings.brandName,
      messages: messagesFor(locales, incoming.header('accept-language')),
    }
  }
}

function formPurpose(session: ActiveSession): string {
  return `sign-out ${session.id}`
}

/** @throws OAuthError invalid_request when it is not registered for a known client (OIDC RP-Initiated Logout §3) */
function returnAddress(parameters: OAuthParameters, client: ClientRecord | undefined): string | undefined {
  const uri = parameters.get('post_logout_redirect_uri')
  if (uri === undefined) return undefined
  if (!client?.postLogoutRedirectUris.includes(uri)) {
    throw refused(
      'The post_logout_redirect_uri is not registered for the client',
      'redirect_uri.after_sign_out',
      {
        expected: client
          ? client.postLogoutRedirectUris.join(' ') || '(none registered)'
          : 'client_id or id_token_hint',
        got: uri,
      },
    )
  }
  const state = parameters.get('state')
  return responseLocation(uri, state === undefined ? {} : { state })
}

function refused(
  description: string,
  rule: string,
  detail: { expected?: string; got?: string } = {},
): OAuthError {
  return new OAuthError('invalid_request', {
    description,
    detail: { rule, reference: 'OIDC RP-Initiated Logout §2', ...detail },
  })
}
