import type { SequencedRevocation } from '@gatehouse/data-access'
import type { AccessTokenClaims } from '@gatehouse/token-types'

/** True when the entry ends a token with these claims, and with it the stream that the token opened (RFC 7009 §2.1). */
export function isEndedBy(
  claims: AccessTokenClaims,
  { claim, value, revokedAt }: Pick<SequencedRevocation, 'claim' | 'value' | 'revokedAt'>,
): boolean {
  // The key may be the one that signed this token: its listener comes back with another.
  if (claim === 'kid') return true
  return claims[claim] === value && claims.iat * 1000 <= revokedAt.getTime()
}
