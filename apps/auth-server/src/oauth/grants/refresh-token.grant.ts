import { Injectable } from '@nestjs/common'
import {
  RefreshTokenStore,
  UserStore,
  type FoundRefreshToken,
  type RefreshFamily,
} from '@gatehouse/data-access'
import {
  equalBytes,
  missingScopes,
  OAuthError,
  parseScope,
  sha256,
  type ClaimsRequest,
} from '@gatehouse/protocol'
import { Settings } from '../../config/settings.js'
import { ClientRegistry } from '../client-auth/client-registry.js'
import { redemptionDigest } from '../tokens/sealed-response.js'
import type { RefreshRequest, RepeatDecision, TokenDecision } from '../tokens/token-decision.js'
import { stillAllowedScope } from './allowed-scope.js'
import { requireBoundKey } from './bound-key.js'
import { grantRefused, ReuseDetected, type Grant, type GrantRequest } from './grant.js'
import { tokenUser } from './token-user.js'

const REFUSED = 'The refresh token is unknown, expired or revoked'

/**
 * A client trades a refresh token for a new access token and the next refresh token.
 *
 * *Enforces*: everything is checked before anything is consumed; a token presented again within the grace window, by
 * the same client for the same scope and resource with the same DPoP key, gets the same answer; outside it the whole
 * family ends; a token that is bound to a key is refused without a proof of it; what the client may not have any more
 * is left out.
 *
 * @see RFC 6749 §6, RFC 9700 §4.14.2, RFC 9449 §5
 */
@Injectable()
export class RefreshTokenGrant implements Grant {
  readonly type = 'refresh_token'
  readonly requiredParameters = ['refresh_token']
  private readonly graceMs: number

  constructor(
    private readonly tokens: RefreshTokenStore,
    private readonly users: UserStore,
    private readonly registry: ClientRegistry,
    { lifetimes }: Settings,
  ) {
    this.graceMs = lifetimes.refreshGraceSeconds * 1000
  }

  async decide({ client, parameters, dpopJkt, now }: GrantRequest): Promise<TokenDecision | RepeatDecision> {
    const presented = parameters.require('refresh_token')
    const digest = sha256(presented)
    const found = await this.tokens.find(digest)
    if (!found || found.family.clientId !== client.clientId) {
      throw grantRefused(REFUSED, {
        rule: found ? 'refresh_token.foreign_client' : 'refresh_token.unknown',
        reference: 'RFC 6749 §6',
      })
    }
    const { token, family } = found
    requireBoundKey('refresh_token', token.dpopJkt, dpopJkt)
    requireLiving(token, family, now)
    if (token.redeemedAt && !this.isWithinGrace(token.redeemedAt, now)) throw reused(family, token.redeemedAt)
    const asked = requestOf(family, parseScope(parameters.get('scope')), parameters.all('resource'))
    const request: RefreshRequest = { ...asked, dpopJkt }
    if (found.userDisabled || (found.sessionEnded && !family.offline)) throw signedOut()
    if (token.redeemedAt) return repeated(found.answer, presented, request)
    const claims = (family.claims as ClaimsRequest | null) ?? undefined
    const user = await tokenUser(this.users, { userId: family.userId, roles: found.roles }, claims)
    if (!user) throw signedOut()
    const resource = family.resource === null ? undefined : await this.registry.findResource(family.resource)
    if (family.resource !== null && !resource) throw otherResource(family.resource, [])
    return {
      outcome: 'issue',
      client,
      subject: { kind: 'user', user, context: family },
      scope: stillAllowedScope(client, resource, request.scope),
      resource,
      redeems: { kind: 'refresh_token', digest, presented, family, request },
      beginsRefreshFamily: false,
      nonce: undefined,
      claims,
    }
  }

  private isWithinGrace(redeemedAt: Date, now: Date): boolean {
    return now.getTime() - redeemedAt.getTime() < this.graceMs
  }
}

/** A retry gets the same answer; another request by the same token gets none. */
function repeated(
  answer: FoundRefreshToken['answer'],
  presented: string,
  request: RefreshRequest,
): RepeatDecision {
  if (!answer) {
    throw grantRefused('The refresh token was just used, and its answer is not kept any more', {
      rule: 'refresh_token.answer_gone',
      mend: 'Let the person sign in again',
      reference: 'RFC 9700 §4.14.2',
    })
  }
  if (equalBytes(answer.redemptionDigest, redemptionDigest(request))) {
    return { outcome: 'repeat', presented, sealedResponse: answer.sealedResponse }
  }
  throw grantRefused('The refresh token was just used for another scope, resource or key', {
    rule: 'refresh_token.other_request',
    mend: 'Use the refresh token of the last response',
    reference: 'RFC 9700 §4.14.2',
  })
}

function reused(family: RefreshFamily, redeemedAt: Date): ReuseDetected {
  return new ReuseDetected(
    { kind: 'refresh_family', familyId: family.id, clientId: family.clientId, userId: family.userId },
    {
      description: REFUSED,
      detail: {
        rule: 'refresh_token.reused',
        expected: 'the newest refresh token of the family',
        got: `one redeemed at ${redeemedAt.toISOString()}`,
        mend: 'Keep the refresh token of each response, and refresh one at a time',
        reference: 'RFC 9700 §4.14.2',
      },
    },
  )
}

function signedOut(): OAuthError {
  return grantRefused('The person has signed out', {
    rule: 'refresh_token.session_ended',
    reference: 'OIDC Core §11',
  })
}

function requireLiving(token: FoundRefreshToken['token'], family: RefreshFamily, now: Date): void {
  if (family.revokedAt) {
    throw grantRefused(REFUSED, {
      rule: 'refresh_token.revoked',
      got: `revoked at ${family.revokedAt.toISOString()}: ${family.revokedReason}`,
    })
  }
  const end = token.expiresAt < family.expiresAt ? token.expiresAt : family.expiresAt
  if (end <= now)
    throw grantRefused(REFUSED, { rule: 'refresh_token.expired', expected: `before ${end.toISOString()}` })
}

/** @throws OAuthError invalid_scope when more is asked than was granted; invalid_target for another resource (RFC 6749 §6, RFC 8707 §2.2) */
function requestOf(
  family: RefreshFamily,
  scope: readonly string[],
  resources: readonly string[],
): Omit<RefreshRequest, 'dpopJkt'> {
  const wider = missingScopes(scope, family.scope)
  if (wider.length) {
    throw new OAuthError('invalid_scope', {
      description: `This scope was not granted: ${wider.join(' ')}`,
      detail: {
        rule: 'refresh_token.scope',
        expected: family.scope.join(' '),
        got: scope.join(' '),
        reference: 'RFC 6749 §6',
      },
    })
  }
  if (resources.some((identifier) => identifier !== family.resource))
    throw otherResource(family.resource, resources)
  return { scope: scope.length ? scope : family.scope, resource: family.resource ?? undefined }
}

function otherResource(expected: string | null, got: readonly string[]): OAuthError {
  return new OAuthError('invalid_target', {
    description: 'The resource is not the one that was authorized',
    detail: {
      rule: 'refresh_token.resource',
      expected: expected ?? '(none)',
      got: got.join(' '),
      reference: 'RFC 8707 §2.2',
    },
  })
}
