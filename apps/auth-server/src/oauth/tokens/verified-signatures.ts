import { verify } from 'node:crypto'
import { RecentMap, sha256Base64url } from '@gatehouse/protocol'
import type { LoadedKey } from '../keys/keyring.js'

/** Most tokens whose signature is remembered; the oldest is forgotten first. */
const MOST_REMEMBERED = 10_000

/**
 * Payloads of tokens that this server signed. A signature that was verified once is remembered by the SHA-256 of the whole
 * token, for introspection and userinfo see the same token many times.
 *
 * *Enforces*: what is remembered counts only while the key that verified it is still the one of its id.
 * *Never*: judges time, issuer or revocation; the caller does, on every request.
 *
 * @see RFC 7515 §5.2
 */
export class VerifiedSignatures {
  private readonly payloads = new RecentMap<{ key: LoadedKey; payload: Readonly<Record<string, unknown>> }>(
    MOST_REMEMBERED,
  )

  /** The payload of the token if this key signed it; undefined otherwise. Not to be changed: it is shared. */
  payloadOf(token: string, key: LoadedKey): Readonly<Record<string, unknown>> | undefined {
    const digest = sha256Base64url(token)
    const known = this.payloads.get(digest)
    if (known?.key === key) return known.payload
    const payload = verifiedPayload(token, key)
    if (payload) this.payloads.set(digest, { key, payload })
    return payload
  }
}

function verifiedPayload(token: string, { alg, publicKey }: LoadedKey): Record<string, unknown> | undefined {
  const [head = '', payload = '', encodedSignature = '', ...rest] = token.split('.')
  if (rest.length) return undefined
  const signature = Buffer.from(encodedSignature, 'base64url')
  // Characters outside of base64url would be skipped, and one token would have many spellings.
  if (signature.toString('base64url') !== encodedSignature) return undefined
  const key = alg === 'ES256' ? ({ key: publicKey, dsaEncoding: 'ieee-p1363' } as const) : publicKey
  if (!verify('sha256', Buffer.from(`${head}.${payload}`), key, signature)) return undefined
  const parsed: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined
}
