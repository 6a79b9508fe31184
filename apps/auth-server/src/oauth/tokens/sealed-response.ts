import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { drawnBytes, sha256 } from '@gatehouse/protocol'
import type { RefreshRequest } from './token-decision.js'

const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Counter of the first and only block, 32 bits. */
const FIRST_BLOCK = '\0\0\0\u0001'
const PURPOSE = 'gatehouse refresh response'

/**
 * Keeps an answer for a retry, under a key that only what was presented yields, a refresh token or the key of a retry: the
 * database holds a SHA-256 of it alone, so the database alone reveals nothing of what cannot be guessed.
 */
export function sealResponse(presentedToken: string, response: object): Buffer<ArrayBuffer> {
  const nonce = drawnBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', responseKey(presentedToken), nonce)
  return Buffer.concat([
    nonce,
    cipher.update(JSON.stringify(response), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ])
}

/** @throws Error when the token is not the one that sealed it, or the bytes were changed */
export function openResponse(presentedToken: string, sealed: Uint8Array): Record<string, unknown> {
  const bytes = Buffer.from(sealed)
  try {
    return opened(bytes, responseKey(presentedToken))
  } catch {
    return opened(bytes, formerKey(presentedToken))
  }
}

function opened(bytes: Buffer, key: Buffer): Record<string, unknown> {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  return JSON.parse(plain.toString('utf8')) as Record<string, unknown>
}

/** SHA-256 of what a refresh asked for, to tell a retry from another request. */
export function redemptionDigest({ scope, resource, dpopJkt }: RefreshRequest): Buffer {
  return sha256(JSON.stringify([[...scope].sort(), resource ?? null, dpopJkt ?? null]))
}

/** One-step key derivation by SHA-256, of one block (NIST SP 800-56C §4). */
function responseKey(presentedToken: string): Buffer {
  return sha256(`${FIRST_BLOCK}${presentedToken}${PURPOSE}`)
}

/** HKDF-SHA-256, under which answers were sealed before: they are kept for a day at most (RFC 5869 §2). */
function formerKey(presentedToken: string): Buffer {
  return Buffer.from(hkdfSync('sha256', presentedToken, '', PURPOSE, 32))
}
