import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'

/** A published key: the members of RFC 7517 §4 that decide its use, and the key material. */
export interface PublishedKey extends JsonWebKey {
  kid?: string
  use?: string
  alg?: string
  key_ops?: string[]
}

/** A JWK Set (RFC 7517 §5). */
export interface KeySet {
  keys: readonly PublishedKey[]
}

/** A public key, imported once, with the algorithms that it may verify. */
export interface VerificationKey {
  kid: string | undefined
  algorithms: readonly string[]
  key: KeyObject
}

const EC_ALGORITHM: Record<string, string> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }
const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const MIN_RSA_BITS = 2048

/**
 * The key of a set that can verify signatures; others are left out, as RFC 7517 §5 asks.
 *
 * Never: a symmetric key, a key for encryption, an RSA key under 2048 bits (RFC 7518 §3.3).
 */
export function importKeys(set: KeySet): VerificationKey[] {
  return set.keys.flatMap((jwk) => {
    const algorithms = algorithmsOf(jwk)
    if (algorithms.length === 0) return []
    try {
      const key = createPublicKey({ key: jwk, format: 'jwk' })
      const bits = key.asymmetricKeyDetails?.modulusLength
      return bits !== undefined && bits < MIN_RSA_BITS ? [] : [{ kid: jwk.kid, algorithms, key }]
    } catch {
      return []
    }
  })
}

function algorithmsOf(jwk: PublishedKey): readonly string[] {
  if (jwk.use !== undefined && jwk.use !== 'sig') return []
  if (jwk.key_ops !== undefined && !jwk.key_ops.includes('verify')) return []
  const possible =
    jwk.kty === 'EC' ? [EC_ALGORITHM[jwk.crv ?? ''] ?? ''] : jwk.kty === 'RSA' ? RSA_ALGORITHMS : []
  return possible.filter((alg) => alg !== '' && (jwk.alg === undefined || jwk.alg === alg))
}
