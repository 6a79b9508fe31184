import type { IdTokenClaims, SigningAlg } from '@gatehouse/token-types'
import { leftHalfHash, selectClaims } from '@gatehouse/protocol'
import { standardClaimsOf } from '../../identity/standard-claims.js'
import type { DescribedDecision, TokenSubject } from './token-decision.js'

/** What the issuer adds to a decision. */
export interface IdTokenStamp {
  issuer: string
  issuedAt: number
  lifetimeSeconds: number
  alg: SigningAlg
  accessToken: string
}

/**
 * The payload of an ID token. Claims of the profile, email, address and phone scopes stay at the userinfo endpoint;
 * here are only those that the `claims` parameter asks for by name.
 *
 * @see OIDC Core §2, §3.1.3.6 (`at_hash`), §5.4, §5.5
 */
export function idTokenClaims(
  decision: DescribedDecision,
  { user, context }: Extract<TokenSubject, { kind: 'user' }>,
  stamp: IdTokenStamp,
): IdTokenClaims {
  return {
    ...(user.account ? selectClaims(standardClaimsOf(user.account), [], decision.claims?.id_token) : {}),
    iss: stamp.issuer,
    sub: user.id,
    aud: decision.client.clientId,
    exp: stamp.issuedAt + stamp.lifetimeSeconds,
    iat: stamp.issuedAt,
    auth_time: Math.floor(context.authTime.getTime() / 1000),
    ...(decision.nonce === undefined ? {} : { nonce: decision.nonce }),
    acr: context.acr,
    amr: context.amr,
    at_hash: leftHalfHash(stamp.accessToken, stamp.alg),
    sid: context.sessionId,
  }
}
