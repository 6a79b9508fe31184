import type { Database } from '../database.js'
import { storableBytes } from '../storable.js'

/** What became of a request under its key. */
export type Claim =
  | { state: 'first' }
  | { state: 'other-request' }
  | { state: 'pending' }
  | { state: 'answered'; sealedAnswer: Uint8Array }

/** Requests that named an Idempotency-Key, each under the digest of caller and key. */
export class IdempotentRequestStore {
  constructor(private readonly database: Database) {}

  /** Of several requests with one key at once one is the first; the others learn what became of it. */
  async claim(
    digest: Uint8Array,
    requestDigest: Uint8Array,
    now: Date,
    lifetimeSeconds: number,
  ): Promise<Claim> {
    const expiresAt = new Date(now.getTime() + lifetimeSeconds * 1000)
    const { rowCount } = await this.database.pool.query(
      `INSERT INTO idempotent_requests (digest, request_digest, created_at, expires_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (digest) DO UPDATE SET request_digest = excluded.request_digest, sealed_answer = NULL,
         created_at = excluded.created_at, expires_at = excluded.expires_at
       WHERE idempotent_requests.expires_at <= $3`,
      [digest, requestDigest, now, expiresAt],
    )
    if (rowCount === 1) return { state: 'first' }
    const known = await this.database.prisma.idempotentRequest.findUnique({
      where: { digest: storableBytes(digest) },
    })
    if (!known) return { state: 'pending' }
    if (!Buffer.from(known.requestDigest).equals(requestDigest)) return { state: 'other-request' }
    return known.sealedAnswer ? { state: 'answered', sealedAnswer: known.sealedAnswer } : { state: 'pending' }
  }

  /** Keeps the answer for whoever asks again. */
  async answer(digest: Uint8Array, sealedAnswer: Uint8Array): Promise<void> {
    await this.database.prisma.idempotentRequest.update({
      where: { digest: storableBytes(digest) },
      data: { sealedAnswer: storableBytes(sealedAnswer) },
    })
  }

  /** Frees the key again: the request was refused and changed nothing. */
  async release(digest: Uint8Array): Promise<void> {
    await this.database.prisma.idempotentRequest.deleteMany({ where: { digest: storableBytes(digest) } })
  }
}
