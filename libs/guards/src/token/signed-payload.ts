import { constants, verify, type KeyObject } from 'node:crypto'
import { OAuthError } from '@gatehouse/protocol'
import type { VerifiableAlg } from '../resource-server-options.js'

/** The key that a token's header named, and the algorithm that the header claims, which the key was found fit for. */
export interface NamedKey {
  alg: VerifiableAlg
  key: KeyObject
}

const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants
/** Two integers of fixed length, one behind the other: never DER (RFC 7518 §3.4). */
const ECDSA = { dsaEncoding: 'ieee-p1363' } as const
const PKCS1 = { padding: RSA_PKCS1_PADDING }
/** The salt is as long as the hash (RFC 7518 §3.5). */
const PSS = { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST }

/** Hash and form of each signature (RFC 7518 §3.1). */
const SIGNATURES: Record<VerifiableAlg, [hash: string, form: object]> = {
  ES256: ['sha256', ECDSA],
  ES384: ['sha384', ECDSA],
  ES512: ['sha512', ECDSA],
  RS256: ['sha256', PKCS1],
  RS384: ['sha384', PKCS1],
  RS512: ['sha512', PKCS1],
  PS256: ['sha256', PSS],
  PS384: ['sha384', PSS],
  PS512: ['sha512', PSS],
}

/**
 * The payload of a JWT in compact form whose signature was made with the key. Nothing of it is read before.
 *
 * @throws OAuthError `invalid_token`
 * @see RFC 7515 §5.2, RFC 8725 §3.3
 */
export function signedPayload(token: string, { alg, key }: NamedKey): unknown {
  const [hash, form] = SIGNATURES[alg]
  const end = token.lastIndexOf('.')
  const input = Buffer.from(token.slice(0, end), 'latin1')
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  if (!verify(hash, input, { key, ...form }, signature))
    throw refused('The signature of the access token does not hold.')
  try {
    return JSON.parse(Buffer.from(token.slice(token.indexOf('.') + 1, end), 'base64url').toString())
  } catch (cause) {
    throw refused('The payload of the access token is not JSON.', cause)
  }
}

function refused(description: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_token', { description, cause })
}
