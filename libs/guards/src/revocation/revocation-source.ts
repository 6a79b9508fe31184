import type { AccessTokenClaims } from '@gatehouse/token-types'

/** A token whose signature and claims were found good. */
export interface PresentedToken {
  token: string
  /** SHA-256 of the token, base64url. */
  digest: string
  claims: AccessTokenClaims
}

/**
 * Knows which tokens were ended before their time. Asked on every request, also for remembered tokens.
 *
 * Enforces: fails closed. A source that cannot tell throws; it never answers `false` for want of knowledge.
 */
export abstract class RevocationSource {
  /**
   * Whether the token was revoked. A source that knows from memory answers without a promise.
   *
   * @throws OAuthError `temporarily_unavailable` when the source cannot tell
   */
  abstract isRevoked(presented: PresentedToken): boolean | Promise<boolean>

  /**
   * The claims of a token that is no JWT, where the source can find them out. By default it cannot, and such a token is
   * refused.
   *
   * @throws OAuthError `invalid_token` for a token that is not alive, `temporarily_unavailable` when nobody can tell
   */
  describe(_token: string, _digest: string): Promise<AccessTokenClaims> | undefined {
    return undefined
  }
}
