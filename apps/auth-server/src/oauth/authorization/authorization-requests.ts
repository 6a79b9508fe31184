import { Injectable } from '@nestjs/common'
import {
  OAuthError,
  parseClaimsRequest,
  parsePrompt,
  parseScope,
  type ClaimsRequest,
} from '@gatehouse/protocol'
import type { OAuthParameters } from '../../http/oauth-parameters.js'
import { ClientRegistry } from '../client-auth/client-registry.js'
import { requireAllowedScope, targetResource } from '../grants/allowed-scope.js'
import { TokenLookup } from '../tokens/token-lookup.js'
import { AUTHORIZATION_CHECKS } from './authorization-checks.js'
import { DISPLAY_VALUES, type AuthorizationRequest, type TrustedRequest } from './authorization-request.js'
import { claimsWithinCeiling, scopesOfClaims } from './requested-claims.js'
import { trustRequest } from './trust-request.js'

/**
 * Reads an authorization request in two phases: first whether it may be answered by redirect, then whether it is right.
 */
@Injectable()
export class AuthorizationRequests {
  constructor(
    private readonly registry: ClientRegistry,
    private readonly tokens: TokenLookup,
  ) {}

  /** @throws OAuthError to be shown on a page, never redirected (RFC 6749 §4.1.2.1) */
  async trust(parameters: OAuthParameters): Promise<TrustedRequest> {
    const clientId = parameters.get('client_id')
    return trustRequest(parameters, clientId === undefined ? undefined : await this.registry.find(clientId))
  }

  /** @throws OAuthError to be sent to the client (RFC 6749 §4.1.2.1, OIDC Core §3.1.2.6) */
  async validate(request: TrustedRequest): Promise<AuthorizationRequest> {
    for (const check of AUTHORIZATION_CHECKS) check(request)
    const { client, parameters } = request
    const resource = await targetResource(this.registry, client, parameters.all('resource'))
    const scope = effectiveScope(request)
    requireAllowedScope(client, resource, scope)
    const claims = claimsOf(request)
    const maxAge = parameters.get('max_age')
    return {
      ...request,
      scope,
      consentScope: [...new Set([...scope, ...(claims ? scopesOfClaims(claims) : [])])],
      resource,
      codeChallenge: parameters.get('code_challenge'),
      dpopJkt: parameters.get('dpop_jkt'),
      nonce: parameters.get('nonce'),
      prompt: parsePrompt(parameters.get('prompt')),
      maxAgeSeconds: maxAge === undefined ? (client.defaultMaxAgeSeconds ?? undefined) : Number(maxAge),
      claims,
      loginHint: parameters.get('login_hint')?.slice(0, 256),
      display: DISPLAY_VALUES.find((known) => known === parameters.get('display')) ?? 'page',
      uiLocales: (parameters.get('ui_locales') ?? '').split(' ').filter(Boolean).slice(0, 10),
      expectedSubject: await this.expectedSubject(request, claims),
    }
  }

  private async expectedSubject(
    request: TrustedRequest,
    claims: ClaimsRequest | undefined,
  ): Promise<string | undefined> {
    const requested = claims?.id_token['sub']?.value
    if (typeof requested === 'string') return requested
    const hint = request.parameters.get('id_token_hint')
    if (hint === undefined) return undefined
    const person = await this.tokens.verifyIdTokenHint(hint)
    if (person) return person.sub
    throw new OAuthError('invalid_request', {
      description: 'The id_token_hint is not an ID token of this server',
      detail: { rule: 'id_token_hint.invalid', reference: 'OIDC Core §3.1.2.1' },
    })
  }
}

/**
 * Leaves out `offline_access` for a client that may not refresh: "MUST ignore" (OIDC Core §11).
 *
 * @throws OAuthError invalid_scope when nothing is left: the person would be asked for nothing, and tokens still tell
 * who they are (RFC 6749 §3.3)
 */
function effectiveScope({ client, parameters }: TrustedRequest): string[] {
  const asked = parseScope(parameters.get('scope') ?? '')
  const mayRefresh = client.grantTypes.includes('refresh_token')
  const scope = asked.filter((name) => mayRefresh || name !== 'offline_access')
  if (scope.length) return scope
  throw new OAuthError('invalid_scope', {
    description: 'The scope is empty',
    detail: { rule: 'scope.empty', expected: 'at least one scope', reference: 'RFC 6749 §3.3' },
  })
}

function claimsOf({ client, parameters }: TrustedRequest): ClaimsRequest | undefined {
  const json = parameters.get('claims')
  return json === undefined ? undefined : claimsWithinCeiling(parseClaimsRequest(json), client)
}
