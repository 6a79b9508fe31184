import { Injectable } from '@nestjs/common'
import type { Interaction, ResourceRecord } from '@gatehouse/data-access'
import { Settings } from '../config/settings.js'
import { Answer } from '../http/answer.js'
import { AntiForgery } from '../http/anti-forgery.js'
import type { IncomingRequest } from '../http/incoming-request.js'
import { accountBadgeOf, loginOf } from '../identity/account-badge.js'
import type { ActiveSession } from '../identity/browser-sessions.js'
import { originOf } from '../oauth/authorization/authorization-answer.js'
import type { AuthorizationRequest } from '../oauth/authorization/authorization-request.js'
import { consentedScope } from '../oauth/authorization/authorization.service.js'
import type { NextStep } from '../oauth/authorization/next-step.js'
import { consentPage, type ConsentScope } from '../pages/consent.page.js'
import type { PageContext } from '../pages/layout.page.js'
import { messagesFor, standardScopeText, type Messages } from '../pages/messages.js'
import { selectAccountPage } from '../pages/select-account.page.js'
import { signInPage } from '../pages/sign-in.page.js'
import { displayHost } from '../pages/uris.js'

/** What a page is about. */
export interface PageSubject {
  interaction: Interaction
  request: AuthorizationRequest
  session: ActiveSession | undefined
  incoming: IncomingRequest
}

/** What the sign-in page shows beyond the request. */
export interface SignInState {
  username: string
  error?: 'mismatch' | 'throttled' | 'missing'
  retryAfterSeconds?: number
  invalidFields?: ('username' | 'password')[]
  /** True when the person asked to sign in as somebody else than the session's. */
  asAnother?: boolean
}

/** Makes the pages of an interaction from what is known of it. */
@Injectable()
export class InteractionPages {
  constructor(
    private readonly settings: Settings,
    private readonly antiForgery: AntiForgery,
  ) {}

  /** What an anti-forgery token is good for: the forms of one interaction. */
  static formPurpose({ id }: Interaction): string {
    return `interaction ${id}`
  }

  /** Who sees a form: one session, or somebody who is not signed in. */
  static viewer(session: ActiveSession | undefined): string {
    return session?.id ?? ''
  }

  show(subject: PageSubject, step: Exclude<NextStep, 'ready'>): Answer {
    const { request, session } = subject
    if (step === 'sign_in' || !session) return this.signIn(subject, { username: request.loginHint ?? '' })
    return step === 'consent' ? this.consent(subject, session) : this.selectAccount(subject, session)
  }

  signIn(subject: PageSubject, state: SignInState): Answer {
    const { request, session } = subject
    const reauthentication = session !== undefined && !state.asAnother
    const html = signInPage(
      {
        action: this.path(subject, 'sign-in'),
        csrfToken: this.csrf(subject),
        clientName: request.client.name,
        clientLogoUri: request.client.logoUri ?? undefined,
        username: reauthentication ? loginOf(session.user) : state.username,
        error: state.error,
        retryAfterSeconds: state.retryAfterSeconds,
        invalidFields: state.invalidFields ?? [],
        display: request.display,
        reauthentication,
        useAnotherAction: reauthentication ? this.path(subject, 'account') : undefined,
        cancelAction: this.path(subject, 'cancel'),
      },
      this.context(subject),
    )
    return this.page(subject, html, state.retryAfterSeconds)
  }

  private consent(subject: PageSubject, session: ActiveSession): Answer {
    const { request } = subject
    const { client } = request
    const before = consentedScope(request, session.grant)
    const context = this.context(subject)
    const html = consentPage(
      {
        action: this.path(subject, 'consent'),
        csrfToken: this.csrf(subject),
        clientName: client.name,
        clientLogoUri: client.logoUri ?? undefined,
        clientUri: client.clientUri ?? undefined,
        policyUri: client.policyUri ?? undefined,
        tosUri: client.tosUri ?? undefined,
        account: accountBadgeOf(session.user),
        scopes: request.consentScope
          .filter((name) => name !== 'openid' || request.consentScope.length === 1)
          .map((name) => scopeView(name, request.resource, before, context.messages)),
        destinationHost: displayHost(request.redirectUri),
        useAnotherAction: this.path(subject, 'account'),
        display: request.display,
      },
      context,
    )
    return this.page(subject, html)
  }

  private selectAccount(subject: PageSubject, session: ActiveSession): Answer {
    const html = selectAccountPage(
      {
        action: this.path(subject, 'account'),
        csrfToken: this.csrf(subject),
        clientName: subject.request.client.name,
        clientLogoUri: subject.request.client.logoUri ?? undefined,
        account: accountBadgeOf(session.user),
        display: subject.request.display,
      },
      this.context(subject),
    )
    return this.page(subject, html)
  }

  /** @param retryAfterSeconds given, the answer is 429 (RFC 6585 §4) */
  private page({ request }: PageSubject, html: string, retryAfterSeconds?: number): Answer {
    return Answer.page(html, {
      status: retryAfterSeconds === undefined ? 200 : 429,
      formActionOrigin: originOf(request.redirectUri),
      retryAfterSeconds,
    })
  }

  private context({ request, incoming }: PageSubject): PageContext {
    return {
      brandName: this.settings.brandName,
      messages: messagesFor(request.uiLocales, incoming.header('accept-language')),
    }
  }

  private csrf({ interaction, session, incoming }: PageSubject): string {
    const secret = this.antiForgery.browserSecret(incoming) ?? ''
    const purpose = InteractionPages.formPurpose(interaction)
    return this.antiForgery.token(secret, purpose, InteractionPages.viewer(session))
  }

  private path({ interaction }: PageSubject, form: string): string {
    return `/interaction/${interaction.id}/${form}`
  }
}

function scopeView(
  name: string,
  resource: ResourceRecord | undefined,
  before: readonly string[],
  messages: Messages,
): ConsentScope {
  const registered = resource?.scopes.find((scope) => scope.name === name)
  return {
    name,
    text: standardScopeText(name, messages) ?? registered?.consentText ?? name,
    resourceName: registered ? resource?.name : undefined,
    isNew: before.length > 0 && !before.includes(name),
    sensitive: registered?.sensitive ?? false,
  }
}
