import type pg from 'pg'
import type { RevocableClaim } from '@gatehouse/token-types'
import { revokeFamilies } from './family-revocation.js'
import { addRevocations, revocationExpiry } from './revocation-store.js'

/** What an act ended. Access tokens are not counted: nobody keeps a list of them. */
export interface Ended {
  sessions: number
  refreshFamilies: number
  grants: number
  /** The last place that was added to the list of revocations; null when nothing had to be added. */
  sequence: bigint | null
}

/** Ends things on the connection of a transaction, at one moment, for one reason. */
export class Ending {
  private readonly ended: Ended = { sessions: 0, refreshFamilies: 0, grants: 0, sequence: null }

  /** @param reason kept with what is ended, for example `admin` */
  constructor(
    private readonly connection: Pick<pg.ClientBase, 'query'>,
    private readonly now: Date,
    private readonly reason: string,
  ) {}

  /** What was ended until now. */
  get result(): Ended {
    return { ...this.ended }
  }

  /**
   * Ends living sessions, but not what hangs on them.
   *
   * @param condition on `sessions`, with its value as $2
   * @returns their ids
   */
  async sessions(condition: string, value: unknown): Promise<string[]> {
    const { rows } = await this.connection.query<{ id: string }>(
      `UPDATE sessions SET ended_at = $1 WHERE ended_at IS NULL AND ${condition} RETURNING id`,
      [this.now, value],
    )
    this.ended.sessions += rows.length
    return rows.map(({ id }) => id)
  }

  /** Revokes living refresh families. @param condition on `refresh_families`, with its value as $1 */
  async families(condition: string, value: unknown): Promise<void> {
    const { rowCount } = await this.connection.query(revokeFamilies(condition), [
      value,
      this.now,
      this.reason,
    ])
    this.ended.refreshFamilies += rowCount ?? 0
  }

  /** Takes grants back, but not what hangs on them. @param condition on `grants`, with its value as $1 */
  async grants(
    condition: string,
    value: unknown,
  ): Promise<{ id: string; userId: string; clientId: string }[]> {
    const { rows } = await this.connection.query<{ id: string; userId: string; clientId: string }>(
      `DELETE FROM grants WHERE ${condition} RETURNING id, user_id AS "userId", client_id AS "clientId"`,
      [value],
    )
    this.ended.grants += rows.length
    return rows
  }

  /** Ends every living access token that carries one of the values. */
  async accessTokens(claim: RevocableClaim, values: readonly string[]): Promise<void> {
    const expiresAt = revocationExpiry(this.now)
    const entries = values.map((value) => ({
      claim,
      value,
      revokedAt: this.now,
      expiresAt,
      reason: this.reason,
    }))
    this.ended.sequence = (await addRevocations(this.connection, entries)) ?? this.ended.sequence
  }

  /** Signs a person out everywhere: sessions, refresh families, those with offline access too, and access tokens. */
  async person(userId: string): Promise<void> {
    await this.sessionsAndFamilies(userId)
    await this.accessTokens('sub', [userId])
  }

  /** As `person`, but for the access tokens: for who locks more rows before the list of revocations. */
  async sessionsAndFamilies(userId: string): Promise<void> {
    await this.sessions('user_id = $2', userId)
    await this.families('user_id = $1', userId)
  }
}
