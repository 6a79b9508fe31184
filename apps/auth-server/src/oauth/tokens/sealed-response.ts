import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { sha256 } from '@gatehouse/protocol'
import type { RefreshRequest } from './token-decision.js'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const NO_SALT = Buffer.alloc(32)
const EXPAND = 'gatehouse refresh response\u0001'

/**
 * Keeps the answer of a rotation for a retry, under a key that only the presented refresh token yields: the database
 * holds the token's SHA-256 alone, so the database alone reveals nothing.
 */
export function sealResponse(presentedToken: string, response: object): Buffer<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES)
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

/**
 * HKDF-SHA-256 without salt, of one block (RFC 5869 §2): two HMACs, for Node's own makes a task for another thread of it
 * and waits, which takes longer than the sealing itself.
 */
function responseKey(presentedToken: string): Buffer {
  const extracted = createHmac('sha256', NO_SALT).update(presentedToken).digest()
  return createHmac('sha256', extracted).update(EXPAND).digest()
}
