import { RecentMap } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'

interface Entry {
  claims: AccessTokenClaims
  keyVersion: number
}

/**
 * Tokens whose signature was verified, by the SHA-256 of the token, so that the next request need not verify it again.
 *
 * Enforces: at most `capacity` entries, the oldest goes first; an entry is void once the issuer's keys changed.
 * Never: judges time or revocation; the caller does, on every request.
 */
export class VerifiedTokens {
  private readonly entries: RecentMap<Entry>

  constructor(capacity: number) {
    this.entries = new RecentMap(capacity)
  }

  get(digest: string, keyVersion: number): AccessTokenClaims | undefined {
    const entry = this.entries.get(digest)
    return entry?.keyVersion === keyVersion ? entry.claims : undefined
  }

  add(digest: string, claims: AccessTokenClaims, keyVersion: number): void {
    this.entries.set(digest, { claims, keyVersion })
  }

  remove(digest: string): void {
    this.entries.delete(digest)
  }
}
