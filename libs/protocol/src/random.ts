import { randomFillSync } from 'node:crypto'

/** Drawn at once: asking the system for a few bytes costs nearly as much as asking for thousands. */
const POOL = Buffer.alloc(8_192)
let next = POOL.length

/**
 * Bytes of the system's cryptographic generator, for values that requests need by the thousand. What was given out stands
 * nowhere else: it is wiped from where it was drawn to.
 *
 * @param length at most 8,192
 * @throws RangeError when it is more
 */
export function drawnBytes(length: number): Buffer<ArrayBuffer> {
  if (length > POOL.length) throw new RangeError(`At most ${POOL.length} bytes are drawn at once`)
  if (next + length > POOL.length) {
    randomFillSync(POOL)
    next = 0
  }
  const bytes = Buffer.alloc(length)
  POOL.copy(bytes, 0, next, next + length)
  POOL.fill(0, next, next + length)
  next += length
  return bytes
}

/** A new secret of 256 bits as base64url, 43 characters: what codes and refresh tokens are made of (RFC 6749 §10.10). */
export function newSecret(): string {
  return drawnBytes(32).toString('base64url')
}
