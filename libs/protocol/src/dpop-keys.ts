import { constants, createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { DpopSigningAlg } from '@gatehouse/token-types'
import { jwkThumbprint } from './jwk-thumbprint.js'

/** A key that came in a proof, ready to verify with. */
export interface DpopKey {
  /** SHA-256 thumbprint (RFC 7638). */
  thumbprint: string
  publicKey: KeyObject
  /** Curve of an elliptic key, `RSA` for an RSA key. */
  kind: string
}

/** Members that only a private or a symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/** Size of an RSA key in bits: below it is weak (RFC 7518 §3.3), above it costs whoever verifies. */
const RSA_BITS = { least: 2_048, most: 4_096 }
const MOST_RSA_EXPONENT = 0xffff_ffffn

/** The kind of key that each algorithm signs with, and how (RFC 7518 §3, RFC 8037 §3.1). */
const ALGORITHMS: Record<DpopSigningAlg, { kind: string; hash: string | null; padding?: number }> = {
  ES256: { kind: 'P-256', hash: 'sha256' },
  ES384: { kind: 'P-384', hash: 'sha384' },
  RS256: { kind: 'RSA', hash: 'sha256', padding: constants.RSA_PKCS1_PADDING },
  PS256: { kind: 'RSA', hash: 'sha256', padding: constants.RSA_PKCS1_PSS_PADDING },
  EdDSA: { kind: 'Ed25519', hash: null },
}

/**
 * Keys of proofs, imported once: a client proves the same key at each request, and importing it costs about as much
 * as the signature. The ones used longest ago make room.
 */
export class DpopKeys {
  private readonly known = new Map<string, DpopKey>()

  /** @param maxKeys how many are kept, each about a kilobyte; default 1,000 */
  constructor(private readonly maxKeys = 1_000) {}

  /** The key, or undefined where it is no public key that a supported algorithm verifies with. */
  import(jwk: Readonly<Record<string, unknown>>): DpopKey | undefined {
    const thumbprint = jwkThumbprint(jwk)
    if (thumbprint === undefined || hasPrivateMembers(jwk)) return undefined
    const key = this.known.get(thumbprint) ?? importKey(jwk, thumbprint)
    if (!key) return undefined
    this.known.delete(thumbprint)
    this.known.set(thumbprint, key)
    if (this.known.size > this.maxKeys) this.known.delete(this.known.keys().next().value ?? '')
    return key
  }
}

/** Whether a JWK holds more than a public key. */
export function hasPrivateMembers(jwk: object): boolean {
  return PRIVATE_MEMBERS.some((member) => Object.hasOwn(jwk, member))
}

/** Whether the algorithm signs with keys of this kind. */
export function fitsKey(alg: DpopSigningAlg, key: DpopKey): boolean {
  return ALGORITHMS[alg].kind === key.kind
}

/** Whether the signature is that of the input. The algorithm must fit the key (RFC 7515 §5.2). */
export function isSignedBy(key: DpopKey, alg: DpopSigningAlg, input: string, signature: Buffer): boolean {
  const { hash, padding } = ALGORITHMS[alg]
  const options = {
    key: key.publicKey,
    dsaEncoding: 'ieee-p1363' as const,
    ...(padding === undefined ? {} : { padding }),
    ...(padding === constants.RSA_PKCS1_PSS_PADDING ? { saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {}),
  }
  return verify(hash, Buffer.from(input), options, signature)
}

function importKey(jwk: Readonly<Record<string, unknown>>, thumbprint: string): DpopKey | undefined {
  const { kty, crv, x, y, e, n } = jwk as JsonWebKey
  try {
    const publicKey = createPublicKey({ key: withoutAbsent({ kty, crv, x, y, e, n }), format: 'jwk' })
    const { modulusLength, publicExponent } = publicKey.asymmetricKeyDetails ?? {}
    if (kty !== 'RSA') return { thumbprint, publicKey, kind: crv ?? '' }
    const isSound =
      modulusLength !== undefined &&
      modulusLength >= RSA_BITS.least &&
      modulusLength <= RSA_BITS.most &&
      publicExponent !== undefined &&
      publicExponent >= 3n &&
      publicExponent <= MOST_RSA_EXPONENT
    return isSound ? { thumbprint, publicKey, kind: 'RSA' } : undefined
  } catch {
    return undefined
  }
}

function withoutAbsent(jwk: Record<string, string | undefined>): JsonWebKey {
  return Object.fromEntries(Object.entries(jwk).filter(([, value]) => value !== undefined))
}
