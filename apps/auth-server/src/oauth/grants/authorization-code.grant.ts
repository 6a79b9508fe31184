import { Injectable } from '@nestjs/common'
import { AuthorizationCodeStore, UserStore, type AuthorizationCode } from '@gatehouse/data-access'
import {
  isCodeVerifier,
  matchesCodeChallenge,
  OAuthError,
  sha256,
  type ClaimsRequest,
} from '@gatehouse/protocol'
import { ClientRegistry } from '../client-auth/client-registry.js'
import type { TokenDecision } from '../tokens/token-decision.js'
import { requireBoundKey } from './bound-key.js'
import { grantRefused, ReuseDetected, type Grant, type GrantRequest } from './grant.js'
import { tokenUser } from './token-user.js'

const REFUSED = 'The authorization code is unknown, expired or already used'

/**
 * A client exchanges a code for tokens.
 *
 * *Enforces*: the code is this client's, alive and unused; `redirect_uri` repeats that of the request; the verifier
 * answers the challenge, and comes exactly when there was one (downgrade, RFC 9700 §4.8.2); the key that the code is
 * bound to is proven (RFC 9449 §10); the session goes on.
 *
 * @see RFC 6749 §4.1.3, RFC 7636 §4.6, OIDC Core §3.1.3.2
 */
@Injectable()
export class AuthorizationCodeGrant implements Grant {
  readonly type = 'authorization_code'
  readonly requiredParameters = ['code']

  constructor(
    private readonly codes: AuthorizationCodeStore,
    private readonly users: UserStore,
    private readonly registry: ClientRegistry,
  ) {}

  async decide({ client, parameters, dpopJkt, now }: GrantRequest): Promise<TokenDecision> {
    const digest = sha256(parameters.require('code'))
    const code = await this.codes.find(digest)
    if (!code || code.clientId !== client.clientId) {
      throw grantRefused(REFUSED, {
        rule: code ? 'code.foreign_client' : 'code.unknown',
        reference: 'RFC 6749 §4.1.3',
      })
    }
    requireBoundKey('code', code.dpopJkt, dpopJkt)
    if (code.redeemedAt) {
      throw new ReuseDetected(
        { kind: 'authorization_code', digest, clientId: client.clientId, userId: code.userId },
        { description: REFUSED, detail: { rule: 'code.reused', reference: 'RFC 6749 §4.1.2' } },
      )
    }
    if (code.expiresAt <= now) {
      throw grantRefused(REFUSED, {
        rule: 'code.expired',
        expected: `before ${code.expiresAt.toISOString()}`,
        reference: 'RFC 6749 §4.1.2',
      })
    }
    requireSameRedirectUri(code, parameters.get('redirect_uri'))
    requireVerifier(code, parameters.get('code_verifier'))
    const claims = (code.claims as ClaimsRequest | null) ?? undefined
    const isSignedOut = code.sessionEnded || code.userDisabled
    const user = isSignedOut ? undefined : await tokenUser(this.users, code, claims)
    if (!user)
      throw grantRefused('The person has signed out', {
        rule: 'code.session_ended',
        reference: 'RFC 6749 §4.1.3',
      })
    const named = parameters.all('resource')
    if (named.some((identifier) => identifier !== code.resource)) throw otherResource(code.resource, named)
    const resource = code.resource === null ? undefined : await this.registry.findResource(code.resource)
    if (code.resource !== null && !resource) throw otherResource(null, [code.resource])
    return {
      outcome: 'issue',
      client,
      subject: { kind: 'user', user, context: code },
      scope: code.scope,
      resource,
      redeems: { kind: 'authorization_code', digest },
      beginsRefreshFamily: isRefreshable(client.grantTypes, code.scope),
      nonce: code.nonce ?? undefined,
      claims,
    }
  }
}

/** An OpenID request must have been granted `offline_access`; any other gets a refresh token by the client's registration (OIDC Core §11). */
export function isRefreshable(grantTypes: readonly string[], scope: readonly string[]): boolean {
  return (
    grantTypes.includes('refresh_token') && (scope.includes('offline_access') || !scope.includes('openid'))
  )
}

/** @throws OAuthError invalid_grant (RFC 6749 §4.1.3: "their values MUST be identical") */
function requireSameRedirectUri(code: AuthorizationCode, given: string | undefined): void {
  if (given === undefined ? !code.redirectUriGiven : given === code.redirectUri) return
  throw grantRefused('redirect_uri differs from the one in the authorization request', {
    rule: 'code.redirect_uri',
    expected: code.redirectUri,
    got: given ?? '(none)',
    reference: 'RFC 6749 §4.1.3',
  })
}

/** @throws OAuthError invalid_grant (RFC 7636 §4.6; RFC 9700 §4.8.2 for a verifier without a challenge) */
function requireVerifier(code: AuthorizationCode, verifier: string | undefined): void {
  if (code.codeChallenge === null) {
    if (verifier === undefined) return
    throw grantRefused('code_verifier was sent, but the authorization request had no code_challenge', {
      rule: 'pkce.no_challenge',
      reference: 'RFC 9700 §4.8.2',
    })
  }
  if (
    verifier !== undefined &&
    isCodeVerifier(verifier) &&
    matchesCodeChallenge(verifier, code.codeChallenge)
  )
    return
  throw grantRefused('code_verifier does not match the code_challenge', {
    rule: verifier === undefined ? 'pkce.verifier_missing' : 'pkce.mismatch',
    expected: `a verifier whose S256 challenge is ${code.codeChallenge}`,
    mend: 'Keep the verifier of this very request until its callback',
    reference: 'RFC 7636 §4.6',
  })
}

function otherResource(expected: string | null, got: readonly string[]): OAuthError {
  return new OAuthError('invalid_target', {
    description: 'The resource is not the one that was authorized',
    detail: {
      rule: 'code.resource',
      expected: expected ?? '(none)',
      got: got.join(' '),
      reference: 'RFC 8707 §2.2',
    },
  })
}
