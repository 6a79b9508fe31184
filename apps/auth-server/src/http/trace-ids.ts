import { randomFillSync } from 'node:crypto'

const ID_BYTES = 8
/** Drawn at once: asking for eight bytes costs nearly as much as asking for thousands. */
const POOL = Buffer.alloc(ID_BYTES * 512)
let next = POOL.length

/** A new trace id, 16 hexadecimal digits. It names a request and opens nothing. */
export function newTraceId(): string {
  if (next === POOL.length) {
    randomFillSync(POOL)
    next = 0
  }
  const id = POOL.toString('hex', next, next + ID_BYTES)
  next += ID_BYTES
  return id
}
