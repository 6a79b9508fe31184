import { Injectable } from '@nestjs/common'
import type { UserRecord } from '@gatehouse/data-access'
import { selectClaims } from '@gatehouse/protocol'
import type { SigningAlg } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import { ACR_PASSWORD } from '../../identity/browser-sessions.js'
import { standardClaimsOf } from '../../identity/standard-claims.js'
import type { AuthorizationRequest } from '../authorization/authorization-request.js'
import { accessTokenClaims, accessTokenLifetimeSeconds } from './access-token.js'
import { idTokenClaims } from './id-token.js'
import type { DescribedDecision } from './token-decision.js'

/** Stands for what is known at the sign-in or the issuance alone. */
const LATER = '…'

/** Claims that a client would get for a person. */
export interface PreviewedTokens {
  accessToken: object
  /** Undefined where the request is no OpenID request. */
  idToken: object | undefined
  userinfo: object | undefined
}

/**
 * Tells what the tokens of a request would hold, by the functions that fill the real ones.
 *
 * *Never*: signs anything, so that no preview can be used as a token.
 */
@Injectable()
export class TokenPreview {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** As if the person signed in by password now and allowed everything that is asked. */
  of(request: AuthorizationRequest, user: UserRecord): PreviewedTokens {
    const now = this.clock.now()
    const context = { sessionId: LATER, grantId: LATER, authTime: now, acr: ACR_PASSWORD, amr: ['pwd'] }
    const subject = {
      kind: 'user' as const,
      user: { id: user.id, roles: user.roles, account: user },
      context,
    }
    const { client, scope, resource, nonce, claims } = request
    const decision: DescribedDecision = { client, subject, scope, resource, nonce, claims }
    const { issuer, lifetimes } = this.settings
    const issuedAt = Math.floor(now.getTime() / 1000)
    const isOpenId = scope.includes('openid')
    return {
      accessToken: accessTokenClaims(decision, {
        issuer,
        defaultAudience: this.settings.url('/oauth2/userinfo'),
        jti: LATER,
        issuedAt,
        lifetimeSeconds: accessTokenLifetimeSeconds(decision, lifetimes),
        dpopJkt: request.dpopJkt,
      }),
      idToken: isOpenId
        ? {
            ...idTokenClaims(decision, subject, {
              issuer,
              issuedAt,
              lifetimeSeconds: lifetimes.idTokenSeconds,
              alg: client.idTokenSignedResponseAlg as SigningAlg,
              accessToken: LATER,
            }),
            at_hash: LATER,
          }
        : undefined,
      userinfo: isOpenId
        ? { ...selectClaims(standardClaimsOf(user), scope, claims?.userinfo), sub: user.id }
        : undefined,
    }
  }
}
