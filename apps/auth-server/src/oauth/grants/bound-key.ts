import { proofMissing } from '../dpop/dpop-proofs.js'
import { grantRefused } from './grant.js'

/**
 * What is bound to a key is worth something only to whoever proves that key. Asked before anything is consumed or
 * revoked: a thief without the key changes nothing.
 *
 * @param boundJkt thumbprint of the key that it is bound to; null for none
 * @param provenJkt thumbprint of the key that the request proved
 * @throws OAuthError invalid_dpop_proof without a proof, invalid_grant with the proof of another key
 * @see RFC 9449 §5 (refresh tokens of public clients), §10 (`dpop_jkt`)
 */
export function requireBoundKey(
  what: 'code' | 'refresh_token',
  boundJkt: string | null,
  provenJkt: string | undefined,
): void {
  if (boundJkt === null || boundJkt === provenJkt) return
  const reference = what === 'code' ? 'RFC 9449 §10' : 'RFC 9449 §5'
  if (provenJkt === undefined) throw proofMissing('the grant is bound to a key', reference)
  throw grantRefused('The grant is bound to another key than that of the DPoP proof', {
    rule: `${what}.other_key`,
    expected: boundJkt,
    got: provenJkt,
    mend: 'Keep the key for as long as what is bound to it',
    reference,
  })
}
