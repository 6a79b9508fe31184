import { createHash, hash, timingSafeEqual } from 'node:crypto'
import type { SigningAlg } from '@gatehouse/token-types'

/** SHA-256 digest, 32 bytes: the only form in which codes, refresh tokens and client secrets are stored. */
export function sha256(value: string | Uint8Array): Buffer {
  return hash('sha256', value, 'buffer')
}

/** SHA-256 digest of the UTF-8 bytes as unpadded base64url, 43 characters (RFC 4648 §5). */
export function sha256Base64url(value: string): string {
  return hash('sha256', value, 'base64url')
}

/**
 * Left half of the digest of an ASCII value, as base64url: the form of `at_hash` and `c_hash`.
 *
 * @param alg Algorithm of the ID token; its hash function is the one used.
 * @see OIDC Core §3.1.3.6, §3.3.2.11
 */
export function leftHalfHash(value: string, alg: SigningAlg): string {
  const digest = createHash(HASH_OF_ALG[alg]).update(value, 'ascii').digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

/** Hash function that each JWS algorithm signs over (RFC 7518 §3.1). */
const HASH_OF_ALG: Record<SigningAlg, string> = { ES256: 'sha256', RS256: 'sha256' }

/** Whether the bytes are the same. The time taken depends on the lengths alone, never on where they differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
