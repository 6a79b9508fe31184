import type { Database } from '../database.js'

/**
 * Identifiers of assertions and DPoP proofs that were used, so that none is used twice.
 *
 * @see RFC 7523 §3 (jti), RFC 9449 §11.1
 */
export class UsedAssertionStore {
  constructor(private readonly database: Database) {}

  /**
   * Claims an identifier. True for the first caller, and again only once the earlier claim has expired.
   *
   * @param digest SHA-256 of whose identifier it is and `jti`; each kind of assertion has its own form of it
   * @param expiresAt end of the assertion or proof, after which it is refused anyway
   */
  async claim(digest: Uint8Array, expiresAt: Date, now: Date): Promise<boolean> {
    const rows = await this.database.execute(
      {
        name: 'used-assertion-claim',
        text: `INSERT INTO used_assertions (digest, expires_at) VALUES ($1, $2)
          ON CONFLICT (digest) DO UPDATE SET expires_at = excluded.expires_at WHERE used_assertions.expires_at <= $3
          RETURNING 1`,
      },
      [digest, expiresAt, now],
    )
    return rows.length === 1
  }
}
