import { Injectable } from '@nestjs/common'
import { GrantStore, UserStore, type UserRecord } from '@gatehouse/data-access'
import { OAuthError } from '@gatehouse/protocol'
import type { AdminSignInRefusal, AdminSignInTest } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { fieldProblem } from '../../http/problem.js'
import { ACR_PASSWORD } from '../../identity/browser-sessions.js'
import type { AuthorizationRequest, TrustedRequest } from '../../oauth/authorization/authorization-request.js'
import { AuthorizationRequests } from '../../oauth/authorization/authorization-requests.js'
import { consentedScope, requireAcr, silentRefusal } from '../../oauth/authorization/authorization.service.js'
import { nextStep } from '../../oauth/authorization/next-step.js'
import { isRefreshable } from '../../oauth/grants/authorization-code.grant.js'
import { TokenPreview } from '../../oauth/tokens/token-preview.js'

const NOTHING: Omit<AdminSignInTest, 'refusal'> = {
  steps: [],
  redirect_uri: null,
  scope: [],
  resource: null,
  has_refresh_token: false,
  access_token: null,
  id_token: null,
  userinfo: null,
}

/**
 * Takes an authorization request through every check of the authorization endpoint, without a browser.
 *
 * *Never*: stores or issues anything, keeps the request, or counts it against a limit.
 */
@Injectable()
export class SignInTest {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly grants: GrantStore,
    private readonly preview: TokenPreview,
    private readonly users: UserStore,
    private readonly clock: Clock,
  ) {}

  /**
   * What would become of the request.
   *
   * @param text an address of the authorization endpoint, or its query
   * @param sub whose tokens to tell of
   * @throws Problem invalid-fields when the request is another client's, or there is nobody of this id
   */
  async of(clientId: string, text: string, sub: string | undefined): Promise<AdminSignInTest> {
    const parameters = parametersIn(text)
    if (parameters.get('client_id') !== clientId)
      throw fieldProblem('request', `must name this client: client_id=${clientId}`)
    const user = sub === undefined ? undefined : await this.users.findById(sub)
    if (sub !== undefined && !user) throw fieldProblem('user', 'is nobody here')
    if (user?.disabledAt) throw fieldProblem('user', 'is suspended, and cannot sign in')
    let trusted: TrustedRequest | undefined
    try {
      trusted = await this.requests.trust(parameters)
      const request = await this.requests.validate(trusted)
      // Nobody is there yet who could answer without a page.
      if (request.prompt.has('none')) throw silentRefusal('sign_in')
      requireAcr(request, { acr: ACR_PASSWORD })
      requireExpected(request, user)
      return { refusal: null, ...(await this.told(request, user)) }
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error
      const refusal = refusalOf(error, trusted ? 'client' : 'page')
      return { ...NOTHING, refusal, redirect_uri: trusted?.redirectUri ?? null }
    }
  }

  private async told(
    request: AuthorizationRequest,
    user: UserRecord | undefined,
  ): Promise<Omit<AdminSignInTest, 'refusal'>> {
    const tokens = user && this.preview.of(request, user)
    return {
      steps: await this.steps(request, user),
      redirect_uri: request.redirectUri,
      scope: [...request.scope],
      resource: request.resource?.identifier ?? null,
      has_refresh_token: isRefreshable(request.client.grantTypes, request.scope),
      access_token: tokens?.accessToken ?? null,
      id_token: tokens?.idToken ?? null,
      userinfo: tokens?.userinfo ?? null,
    }
  }

  /** Of somebody who comes without a session, and does what is asked. */
  private async steps(
    request: AuthorizationRequest,
    user: UserRecord | undefined,
  ): Promise<AdminSignInTest['steps']> {
    const grant = user && (await this.grants.find(user.id, request.client.clientId))
    const consented = consentedScope(request, grant)
    const now = this.clock.now()
    const session = { userId: user?.id ?? request.expectedSubject ?? '', authTime: now }
    const done = { signedIn: true, accountSelected: true, consented: false }
    return nextStep({ request, session, consented, done, now }) === 'consent'
      ? ['sign_in', 'consent']
      : ['sign_in']
  }
}

/** @throws Problem invalid-fields when the request wants somebody else */
function requireExpected({ expectedSubject }: AuthorizationRequest, user: UserRecord | undefined): void {
  if (!user || expectedSubject === undefined || expectedSubject === user.id) return
  throw fieldProblem('user', `is not whom the request wants: ${expectedSubject}`)
}

function parametersIn(text: string): OAuthParameters {
  const trimmed = text.trim()
  const query = trimmed.includes('?') ? trimmed.slice(trimmed.indexOf('?') + 1) : trimmed
  return OAuthParameters.parse(query.split('#', 1)[0] ?? '')
}

function refusalOf(error: OAuthError, place: AdminSignInRefusal['shown_at']): AdminSignInRefusal {
  const { rule = error.code, expected, got, mend, reference } = error.detail ?? {}
  return {
    shown_at: place,
    error: error.code,
    description: error.description,
    rule,
    expected: expected ?? null,
    got: got ?? null,
    mend: mend ?? null,
    reference: reference ?? null,
  }
}
