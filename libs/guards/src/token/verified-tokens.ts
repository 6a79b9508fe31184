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
  private readonly entries = new Map<string, Entry>()

  constructor(private readonly capacity: number) {}

  get(digest: string, keyVersion: number): AccessTokenClaims | undefined {
    const entry = this.entries.get(digest)
    return entry?.keyVersion === keyVersion ? entry.claims : undefined
  }

  add(digest: string, claims: AccessTokenClaims, keyVersion: number): void {
    if (this.capacity === 0) return
    this.entries.delete(digest)
    this.entries.set(digest, { claims, keyVersion })
    if (this.entries.size <= this.capacity) return
    const oldest = this.entries.keys().next()
    if (!oldest.done) this.entries.delete(oldest.value)
  }

  remove(digest: string): void {
    this.entries.delete(digest)
  }
}
