import { createCipheriv, createDecipheriv } from 'node:crypto'
import { drawnBytes, sha256 } from '@gatehouse/protocol'
import type { RefreshRequest } from './token-decision.js'

const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Counter of the first and only block, 32 bits. */
const FIRST_BLOCK = '\0\0\0\u0001'
const PURPOSE = 'gatehouse refresh response'

/**
 * Keeps the answer of a rotation for a retry, under a key that only the presented refresh token yields: the database
 * holds the token's SHA-256 alone, so the database alone reveals nothing.
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
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', responseKey(presentedToken), nonce)
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  return JSON.parse(plain.toString('utf8')) as Record<string, unknown>
}

/** SHA-256 of what a refresh asked for, to tell a retry from another request. */
export function redemptionDigest({ scope, resource, dpopJkt }: RefreshRequest): Buffer {
  return sha256(JSON.stringify([[...scope].sort(), resource ?? null, dpopJkt ?? null]))
}

/** One-step key derivation by SHA-256: the token has 256 random bits, so that nothing has to be extracted (SP 800-56C §4). */
function responseKey(presentedToken: string): Buffer {
  return sha256(`${FIRST_BLOCK}${presentedToken}${PURPOSE}`)
}
