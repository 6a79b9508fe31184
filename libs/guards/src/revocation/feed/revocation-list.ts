import { FEED_CLAIMS, type AccessTokenClaims, type FeedClaim } from '@gatehouse/token-types'
import type { RevocationFeedEntry } from '@gatehouse/token-types'

interface Ended {
  /** Seconds since 1970-01-01T00:00:00Z: tokens issued up to then are dead. */
  revokedAt: number
  /** Seconds since 1970-01-01T00:00:00Z: no token that it could end is accepted after it. */
  expiresAt: number
}

/** What was revoked, looked up in constant time. */
export class RevocationList {
  private readonly byClaim = Object.fromEntries(
    FEED_CLAIMS.map((claim) => [claim, new Map<string, Ended>()]),
  ) as Record<FeedClaim, Map<string, Ended>>
  private readonly walk = this.entries()
  private count = 0

  /**
   * @param maxEntries past which `isFull` says that the list cannot be trusted any more
   * @param clockSkewSeconds for which an expired token may still be accepted here
   */
  constructor(
    private readonly maxEntries: number,
    private readonly clockSkewSeconds: number,
  ) {}

  /** How many values are kept. */
  get size(): number {
    return this.count
  }

  /** Whether an entry had to be left out. Then nobody can tell that a token was not revoked. */
  isFull = false

  /** Keeps an entry. Twice the same is once; of two about one value the later moment counts. */
  add({ claim, value, revoked_at, expires_at }: Omit<RevocationFeedEntry, 'sequence'>): void {
    const ended = this.byClaim[claim]
    const known = ended.get(value)
    const expiresAt = expires_at + this.clockSkewSeconds
    if (known) {
      known.revokedAt = Math.max(known.revokedAt, revoked_at)
      known.expiresAt = Math.max(known.expiresAt, expiresAt)
      return
    }
    if (this.count >= this.maxEntries) {
      this.isFull = true
      return
    }
    this.count += 1
    ended.set(value, { revokedAt: revoked_at, expiresAt })
  }

  /** Whether an entry ends this token: it names one of its claims, and the token is not younger than the entry. */
  ends(claims: AccessTokenClaims): boolean {
    const { iat } = claims
    const { jti, gid, sid, sub, client_id } = this.byClaim
    return (
      isEnded(jti, claims.jti, iat) ||
      isEnded(gid, claims.gid, iat) ||
      isEnded(sid, claims.sid, iat) ||
      isEnded(sub, claims.sub, iat) ||
      isEnded(client_id, claims.client_id, iat)
    )
  }

  /** Whether the key that signed this token was revoked; what it signed is dead, whatever its `iat` says. */
  endsKeyOf(token: string): boolean {
    return this.byClaim.kid.size > 0 && this.byClaim.kid.has(kidOf(token))
  }

  /** Looks at the next `most` entries and drops those that can end no token any more. */
  sweep(now: Date, most: number): void {
    const nowSeconds = now.getTime() / 1000
    for (let looked = Math.min(most, this.count); looked > 0; looked -= 1) {
      const { value: found } = this.walk.next()
      if (!found || found.ended.expiresAt > nowSeconds) continue
      found.map.delete(found.value)
      this.count -= 1
    }
  }

  private *entries(): Generator<{ map: Map<string, Ended>; value: string; ended: Ended }, never> {
    for (;;) {
      for (const map of Object.values(this.byClaim)) {
        for (const [value, ended] of map) yield { map, value, ended }
      }
    }
  }
}

function isEnded(ended: Map<string, Ended>, value: string | undefined, iat: number): boolean {
  if (value === undefined || ended.size === 0) return false
  const entry = ended.get(value)
  return entry !== undefined && iat <= entry.revokedAt
}

/** The `kid` of a JWT's header; empty where there is none. The signature was checked before. */
function kidOf(token: string): string {
  try {
    const header = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8')) as {
      kid?: unknown
    }
    return typeof header.kid === 'string' ? header.kid : ''
  } catch {
    return ''
  }
}

/** Whether a value that came over the network is an entry of the feed. */
export function isFeedEntry(value: unknown): value is RevocationFeedEntry {
  const entry = (value ?? {}) as Record<string, unknown>
  return (
    typeof entry['sequence'] === 'string' &&
    /^\d{1,18}$/.test(entry['sequence']) &&
    FEED_CLAIMS.some((claim) => claim === entry['claim']) &&
    typeof entry['value'] === 'string' &&
    Number.isFinite(entry['revoked_at']) &&
    Number.isFinite(entry['expires_at'])
  )
}
