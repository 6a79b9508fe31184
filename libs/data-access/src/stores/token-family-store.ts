import type { RevocableClaim } from '@gatehouse/token-types'
import { announceAfterCommit, type Database } from '../database.js'
import type { ListPage } from '../keyset-page.js'
import { isUuid, storableText } from '../storable.js'
import { REVOKE_ACCESS_TOKENS, revokeFamilies } from './family-revocation.js'
import { auditOn, type Report } from './audit-store.js'
import { addRevocations, revocationExpiry } from './revocation-store.js'
import {
  TOKEN_FAMILY_COLUMNS,
  TOKEN_FAMILY_FROM,
  tokenFamilyPage,
  type TokenFamilyListRequest,
  type TokenFamilyRow,
} from './token-family-list.js'

/** One token of a family, without anything that could be used. */
export interface TokenFamilyLink {
  createdAt: Date
  expiresAt: Date
  accessTokenId: string
  accessTokenExpiresAt: Date
}

/** Every token that carries a claim, named by an admin. */
export interface NamedTokens {
  claim: RevocableClaim
  value: string
}

/** Links shown of one family, the newest. */
const MOST_LINKS = 500

/** Which families carry the claim: the column and its type. A `jti` is in no column of a family. */
const FAMILIES_OF: Readonly<Partial<Record<RevocableClaim, readonly [column: string, type: string]>>> = {
  gid: ['grant_id', 'uuid'],
  sid: ['session_id', 'uuid'],
  sub: ['user_id', 'uuid'],
  client_id: ['client_id', 'text'],
}

/** Refresh families as whoever administers sees and ends them. */
export class TokenFamilyStore {
  constructor(private readonly database: Database) {}

  /** One page of families. @throws NoSuchPlace */
  async page(request: TokenFamilyListRequest): Promise<ListPage<TokenFamilyRow>> {
    return tokenFamilyPage(this.database, request)
  }

  /** A family with its chain of tokens, oldest first. */
  async find(id: string): Promise<{ family: TokenFamilyRow; links: TokenFamilyLink[] } | undefined> {
    if (!isUuid(id)) return undefined
    const { rows } = await this.database.pool.query<TokenFamilyRow>(
      `SELECT ${TOKEN_FAMILY_COLUMNS} FROM ${TOKEN_FAMILY_FROM} WHERE f.id = $1`,
      [id],
    )
    const [family] = rows
    if (!family) return undefined
    const links = await this.database.pool.query<TokenFamilyLink>(
      `SELECT created_at AS "createdAt", expires_at AS "expiresAt", access_token_id AS "accessTokenId",
         access_token_expires_at AS "accessTokenExpiresAt"
       FROM refresh_tokens WHERE family_id = $1 ORDER BY created_at DESC, redeemed_at DESC NULLS FIRST
       LIMIT ${MOST_LINKS}`,
      [id],
    )
    return { family, links: links.rows.reverse() }
  }

  /** The family in which an access token was issued; undefined for one without, or whose refresh token is gone. */
  async familyOfAccessToken(grantId: string, accessTokenId: string): Promise<string | undefined> {
    if (!isUuid(grantId)) return undefined
    const { rows } = await this.database.pool.query<{ id: string }>(
      `SELECT f.id FROM refresh_families f JOIN refresh_tokens t ON t.family_id = f.id
       WHERE f.grant_id = $1 AND t.access_token_id = $2 LIMIT 1`,
      [grantId, storableText(accessTokenId)],
    )
    return rows[0]?.id
  }

  /**
   * Ends families and every living access token that was issued in them, and reports it in the same transaction.
   *
   * @returns how many were alive
   */
  async revoke(ids: readonly string[], now: Date, reason: string, report: Report<number>): Promise<number> {
    return this.database.transaction(async (connection) => {
      const { rows } = await connection.query<{ id: string }>(revokeFamilies('id = ANY ($1::uuid[])'), [
        ids.filter(isUuid),
        now,
        reason,
      ])
      if (rows.length === 0) return 0
      announceAfterCommit(connection)
      await connection.query(REVOKE_ACCESS_TOKENS, [rows.map(({ id }) => id)])
      await auditOn(connection, report(rows.length))
      return rows.length
    })
  }

  /**
   * Ends every token that carries a claim: by one entry of the list, and the refresh families with it.
   *
   * @returns how many families were alive
   */
  async revokeNamed(
    { claim, value }: NamedTokens,
    now: Date,
    reason: string,
    report: Report<number>,
  ): Promise<number> {
    return this.database.transaction(async (connection) => {
      const [column, type] = FAMILIES_OF[claim] ?? []
      const canMatch = column !== undefined && (type !== 'uuid' || isUuid(value))
      const { rowCount } = canMatch
        ? await connection.query(revokeFamilies(`${column} = $1::${type}`), [
            storableText(value),
            now,
            reason,
          ])
        : { rowCount: 0 }
      await addRevocations(connection, [
        { claim, value: storableText(value), revokedAt: now, expiresAt: revocationExpiry(now), reason },
      ])
      await auditOn(connection, report(rowCount ?? 0))
      return rowCount ?? 0
    })
  }
}
