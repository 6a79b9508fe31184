import { verify } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { RecentMap, sha256Base64url } from '@gatehouse/protocol'
import type { LoadedKey } from '../keys/keyring.js'

/** Most tokens whose payload is remembered; the oldest is forgotten first. */
const MOST_SEEN = 10_000
/** Most tokens of which it is remembered that they were signed here; 120 bytes each. */
const MOST_SIGNED = 30_000

/** What a token says, and the key that signed it. Not to be changed: it is shared. */
export interface SignedPayload {
  readonly key: LoadedKey
  readonly payload: Readonly<Record<string, unknown>>
}

/**
 * Access tokens that this server signed, remembered by the SHA-256 of the whole token: a signature that was made here, or
 * verified here once, takes a hundred times as long to verify again as to look up.
 *
 * *Never*: judges whether the key is still trusted, time, issuer or revocation; the caller does, on every request.
 *
 * @see RFC 7515 §5.2
 */
@Injectable()
export class VerifiedSignatures {
  private readonly seen = new RecentMap<SignedPayload>(MOST_SEEN)
  private readonly signed = new RecentMap<LoadedKey>(MOST_SIGNED)

  /** Remembers a token that this server has signed with the key. Only `JwtSigner` calls this, with what it made itself. */
  add(token: string, key: LoadedKey): void {
    this.signed.set(sha256Base64url(token), key)
  }

  /** What is remembered of the token. */
  find(token: string): SignedPayload | undefined {
    const digest = sha256Base64url(token)
    const known = this.seen.get(digest)
    if (known) return known
    const key = this.signed.get(digest)
    return key && this.remember(digest, key, token)
  }

  /** The payload of the token if this key signed it; undefined otherwise. It is remembered. */
  verify(token: string, key: LoadedKey): SignedPayload['payload'] | undefined {
    return isSignedBy(token, key) ? this.remember(sha256Base64url(token), key, token)?.payload : undefined
  }

  private remember(digest: string, key: LoadedKey, token: string): SignedPayload | undefined {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    if (typeof payload !== 'object' || payload === null) return undefined
    const known = { key, payload: payload as Record<string, unknown> }
    this.seen.set(digest, known)
    return known
  }
}

function isSignedBy(token: string, { alg, publicKey }: LoadedKey): boolean {
  const [head = '', payload = '', encodedSignature = '', ...rest] = token.split('.')
  if (rest.length) return false
  const signature = Buffer.from(encodedSignature, 'base64url')
  // Characters outside of base64url would be skipped, and one token would have many spellings.
  if (signature.toString('base64url') !== encodedSignature) return false
  const key = alg === 'ES256' ? ({ key: publicKey, dsaEncoding: 'ieee-p1363' } as const) : publicKey
  return verify('sha256', Buffer.from(`${head}.${payload}`), key, signature)
}
