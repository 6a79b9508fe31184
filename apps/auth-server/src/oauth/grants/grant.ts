import { OAuthError, type FailureDetail } from '@gatehouse/protocol'
import type { GrantType } from '@gatehouse/token-types'
import type { OAuthParameters } from '../../http/oauth-parameters.js'
import type { AuthenticatedClient } from '../client-auth/authenticated-client.js'
import type { RepeatDecision, TokenDecision } from '../tokens/token-decision.js'

/** A token request whose form and client are in order. */
export interface GrantRequest {
  client: AuthenticatedClient
  parameters: OAuthParameters
  /** Thumbprint of the key that the request proved; undefined without a DPoP proof (RFC 9449 §5). */
  dpopJkt: string | undefined
  now: Date
}

/**
 * One way to ask for tokens. A grant owns its parameters and its rules, decides, and returns the decision.
 * It never authenticates, signs, stores, formats, or reads the clock.
 */
export interface Grant {
  readonly type: GrantType
  /** Parameters without which the request is `invalid_request`, in the order in which they are missed. */
  readonly requiredParameters: readonly string[]
  /**
   * @throws OAuthError with the codes of RFC 6749 §5.2
   * @throws ReuseDetected when something single-use was presented again
   */
  decide(request: GrantRequest): Promise<TokenDecision | RepeatDecision>
}

/** What was presented a second time, and must end with all that it gave. */
export type Reused =
  | { kind: 'authorization_code'; digest: Uint8Array; clientId: string; userId: string }
  | { kind: 'refresh_family'; familyId: string; clientId: string; userId: string }

/**
 * A single-use value came again. The caller learns only `invalid_grant`; the token service revokes what it gave.
 *
 * @see RFC 6749 §4.1.2; RFC 9700 §4.14.2
 */
export class ReuseDetected extends OAuthError {
  constructor(
    readonly reused: Reused,
    options: { description: string; detail: FailureDetail },
  ) {
    super('invalid_grant', options)
  }
}

/** `invalid_grant` with its private reason (RFC 6749 §5.2). */
export function grantRefused(description: string, detail: FailureDetail): OAuthError {
  return new OAuthError('invalid_grant', { description, detail })
}
