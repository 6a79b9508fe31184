import { Injectable } from '@nestjs/common'
import {
  AuthorizationCodeStore,
  GrantStore,
  type GrantedScope,
  type GrantRecord,
} from '@gatehouse/data-access'
import { type ClaimRequest, newSecret, OAuthError, sha256 } from '@gatehouse/protocol'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import type { ActiveSession } from '../../identity/browser-sessions.js'
import { isOidcScope } from '../grants/allowed-scope.js'
import type { AuthorizationRequest } from './authorization-request.js'
import { nextStep, type NextStep, type Situation } from './next-step.js'

/**
 * Takes a valid authorization request towards its code: says what the person must do next, and when nothing is left,
 * issues the code.
 *
 * @see RFC 6749 §4.1.2, OIDC Core §3.1.2
 */
@Injectable()
export class AuthorizationService {
  constructor(
    private readonly codes: AuthorizationCodeStore,
    private readonly grants: GrantStore,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** What the person must do next. */
  nextStep(
    request: AuthorizationRequest,
    session: ActiveSession | undefined,
    done: Situation['done'],
  ): NextStep {
    const consented = consentedScope(request, session?.grant)
    return nextStep({ request, session, consented, done, now: this.clock.now() })
  }

  /**
   * Records what was granted and issues the code. Only for a request whose next step is `ready`.
   *
   * @returns the code
   * @throws OAuthError unmet_authentication_requirements when an essential `acr` was not reached
   */
  async issueCode(request: AuthorizationRequest, session: ActiveSession): Promise<string> {
    requireAcr(request, session)
    const now = this.clock.now()
    const { client, scope, consentScope } = request
    const resource = request.resource?.identifier ?? null
    const wanted = consentScope.map((name) => ({
      resource: isOidcScope(name) ? '' : (resource ?? ''),
      scope: name,
    }))
    const grantId =
      coveringGrant(session.grant, wanted) ??
      (await this.grants.ensure(session.userId, client.clientId, wanted, now))
    const code = newSecret()
    await this.codes.create({
      digest: sha256(code),
      clientId: client.clientId,
      userId: session.userId,
      sessionId: session.id,
      grantId,
      redirectUri: request.redirectUri,
      redirectUriGiven: request.redirectUriGiven,
      codeChallenge: request.codeChallenge ?? null,
      dpopJkt: request.dpopJkt ?? null,
      scope: [...scope],
      resource,
      nonce: request.nonce ?? null,
      claims: request.claims ?? null,
      acr: session.acr,
      amr: session.amr,
      authTime: session.authTime,
      createdAt: now,
      expiresAt: new Date(now.getTime() + this.settings.lifetimes.authorizationCodeSeconds * 1000),
    })
    return code
  }
}

/** Scopes that a person allowed a client before, at the request's resource. */
export function consentedScope(request: AuthorizationRequest, grant: GrantRecord | undefined): string[] {
  const resource = request.resource?.identifier
  return (grant?.scopes ?? [])
    .filter((consented) => consented.resource === '' || consented.resource === resource)
    .map(({ scope }) => scope)
}

/** A grant that was withdrawn since it was read gives a code that redeems nothing. */
function coveringGrant(grant: GrantRecord | undefined, wanted: readonly GrantedScope[]): string | undefined {
  const isCovered = wanted.every(({ resource, scope }) =>
    grant?.scopes.some((given) => given.scope === scope && given.resource === resource),
  )
  return isCovered ? grant?.id : undefined
}

/** The error for `prompt=none` where the person would have to act (OIDC Core §3.1.2.6). */
export function silentRefusal(step: Exclude<NextStep, 'ready'>): OAuthError {
  const [code, description] = {
    sign_in: ['login_required', 'The person must sign in'],
    select_account: ['account_selection_required', 'The person must choose an account'],
    consent: ['consent_required', 'The person must consent'],
  }[step] as ['login_required' | 'account_selection_required' | 'consent_required', string]
  return new OAuthError(code, {
    description,
    detail: { rule: `prompt_none.${step}`, got: 'prompt=none', reference: 'OIDC Core §3.1.2.6' },
  })
}

/** An essential `acr` that cannot be reached fails the request; a voluntary one does not (OIDC Core §5.5.1.1). */
export function requireAcr({ claims }: Pick<AuthorizationRequest, 'claims'>, session: { acr: string }): void {
  const asked: ClaimRequest | null | undefined = claims?.id_token['acr']
  if (!asked?.essential) return
  const wanted = asked.values ?? (asked.value === undefined ? [] : [asked.value])
  if (!wanted.length || wanted.includes(session.acr)) return
  throw new OAuthError('unmet_authentication_requirements', {
    description: 'The authentication context that was asked for cannot be reached',
    detail: {
      rule: 'acr.essential',
      expected: wanted.join(', '),
      got: session.acr,
      reference: 'OIDC Core §5.5.1.1',
    },
  })
}
