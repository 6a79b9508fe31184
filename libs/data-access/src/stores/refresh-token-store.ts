import { insertList, recordReader, selectList } from '../columns.js'
import { announceAfterCommit, type Database } from '../database.js'
import { Prisma, type RefreshFamily, type RefreshToken } from '../generated/client.js'
import { GroupCommit } from '../group-commit.js'
import type { Input } from '../records.js'
import { isUuid } from '../storable.js'
import { auditOn, type NewAuditEvent } from './audit-store.js'
import { REVOKE_ACCESS_TOKENS } from './family-revocation.js'
import { PERSON_ROLES, type PersonRole } from './person-row.js'

/** A family to begin, with its absolute end. */
export type NewRefreshFamily = Input<Omit<RefreshFamily, 'revokedAt' | 'revokedReason'>>

/** A refresh token to add to a family, and the access token that is issued beside it. */
export type NewRefreshToken = Input<Omit<RefreshToken, 'redeemedAt' | 'redemptionDigest' | 'sealedResponse'>>

/** A refresh token as it stands, with all that decides whether it may be redeemed. */
export interface FoundRefreshToken {
  token: RefreshToken
  family: RefreshFamily
  /** True when the session it came from was ended; an expired session is not an ended one. */
  sessionEnded: boolean
  userDisabled: boolean
  /** The person's roles at every resource. */
  roles: readonly PersonRole[]
}

/** One redemption of a refresh token: what to consume, what to remember of it, what takes its place. */
export interface Rotation {
  digest: Uint8Array
  familyId: string
  redeemedAt: Date
  /** SHA-256 of the effective scope, resource and DPoP key. */
  redemptionDigest: Uint8Array
  /** The response, sealed under a key derived from the redeemed token. */
  sealedResponse: Uint8Array
  successor: NewRefreshToken
}

interface FamilyEnding {
  id: string
  at: Date
  reason: string
  event: NewAuditEvent | undefined
}

/** Columns of a new family, for statements that insert one. */
export const FAMILY_FIELDS = [
  'id',
  'clientId',
  'userId',
  'grantId',
  'sessionId',
  'offline',
  'scope',
  'resource',
  'claims',
  'acr',
  'amr',
  'authTime',
  'createdAt',
  'expiresAt',
] as const satisfies readonly (keyof NewRefreshFamily)[]

/** Columns of a new refresh token, for statements that insert one. */
export const TOKEN_FIELDS = [
  'digest',
  'familyId',
  'dpopJkt',
  'createdAt',
  'expiresAt',
  'accessTokenId',
  'accessTokenExpiresAt',
] as const satisfies readonly (keyof NewRefreshToken)[]

const FIND = `
  SELECT ${selectList('t', Prisma.RefreshTokenScalarFieldEnum, 'token.')},
    ${selectList('f', Prisma.RefreshFamilyScalarFieldEnum, 'family.')},
    s.id IS NULL OR s.ended_at IS NOT NULL AS "sessionEnded",
    u.id IS NULL OR u.disabled_at IS NOT NULL AS "userDisabled", ${PERSON_ROLES} AS roles
  FROM refresh_tokens t JOIN refresh_families f ON f.id = t.family_id
  LEFT JOIN sessions s ON s.id = f.session_id
  LEFT JOIN users u ON u.id = f.user_id
  WHERE t.digest = $1`

const successor = insertList(TOKEN_FIELDS, 6)

const ROTATE = `
  WITH family AS (
    SELECT id FROM refresh_families WHERE id = $2 AND revoked_at IS NULL FOR NO KEY UPDATE
  ),
  redeemed AS (
    UPDATE refresh_tokens t SET redeemed_at = $3, redemption_digest = $4, sealed_response = $5
    FROM family WHERE t.digest = $1 AND t.family_id = family.id AND t.redeemed_at IS NULL
    RETURNING t.digest
  ),
  added AS (
    INSERT INTO refresh_tokens (${successor.columns}) SELECT ${successor.placeholders} FROM redeemed
  )
  SELECT 1 FROM redeemed`

/** Locked in one order, so that two servers which end the same families do not wait for one another in a circle. */
const REVOKE = `
  WITH ended AS (
    SELECT f.id, e.at, e.reason FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS e (id, at, reason)
    JOIN refresh_families f ON f.id = e.id WHERE f.revoked_at IS NULL ORDER BY f.id FOR NO KEY UPDATE OF f
  )
  UPDATE refresh_families f SET revoked_at = ended.at, revoked_reason = ended.reason
  FROM ended WHERE f.id = ended.id RETURNING f.id`

const readToken = recordReader<RefreshToken>(Prisma.RefreshTokenScalarFieldEnum, 'token.')
const readFamily = recordReader<RefreshFamily>(Prisma.RefreshFamilyScalarFieldEnum, 'family.')

/**
 * Refresh tokens, each redeemed once, in families that end as one.
 *
 * Enforces: of any number of redemptions of one token, at the same moment or later, one succeeds.
 * Never: an access token of a revoked family that is neither expired nor revoked.
 *
 * @see RFC 9700 §4.14.2
 */
export class RefreshTokenStore {
  private readonly endings = new GroupCommit<FamilyEnding, boolean>((endings) => this.end(endings))

  constructor(private readonly database: Database) {}

  /** The token with its family, redeemed, revoked and expired ones included: the caller tells reuse from chance. */
  async find(digest: Uint8Array): Promise<FoundRefreshToken | undefined> {
    const [row] = await this.database.execute<Record<string, unknown>>(
      { name: 'refresh-token-find', text: FIND },
      [digest],
    )
    if (!row) return undefined
    return {
      token: readToken(row),
      family: readFamily(row),
      sessionEnded: row['sessionEnded'] === true,
      userDisabled: row['userDisabled'] === true,
      roles: (row['roles'] as PersonRole[] | null) ?? [],
    }
  }

  /** Consumes the token and adds its successor, both or neither; false when it was redeemed or its family revoked. */
  async rotate(rotation: Rotation): Promise<boolean> {
    const rows = await this.database.execute({ name: 'refresh-token-rotate', text: ROTATE }, [
      rotation.digest,
      rotation.familyId,
      rotation.redeemedAt,
      rotation.redemptionDigest,
      rotation.sealedResponse,
      ...successor.valuesOf(rotation.successor),
    ])
    return rows.length === 1
  }

  /**
   * Ends a family and every living access token that was issued in it, and keeps the audit event with it. A rotation at the
   * same moment either comes first, and its access token ends too, or finds the family revoked. False when the family was
   * revoked before; then there is no event either.
   */
  async revokeFamily(id: string, at: Date, reason: string, event?: NewAuditEvent): Promise<boolean> {
    return isUuid(id) && this.endings.add({ id: id.toLowerCase(), at, reason, event })
  }

  private async end(endings: readonly FamilyEnding[]): Promise<boolean[]> {
    const first = new Map(endings.toReversed().map((ending) => [ending.id, ending]))
    const families = [...first.values()]
    const ended = await this.database.transaction(async (connection) => {
      const { rows } = await connection.query<{ id: string }>({
        name: 'refresh-families-revoke',
        text: REVOKE,
        values: [
          families.map(({ id }) => id),
          families.map(({ at }) => at),
          families.map(({ reason }) => reason),
        ],
      })
      const ids = new Set(rows.map(({ id }) => id))
      if (ids.size === 0) return ids
      announceAfterCommit(connection)
      await connection.query({
        name: 'refresh-families-revoke-access-tokens',
        text: REVOKE_ACCESS_TOKENS,
        values: [[...ids]],
      })
      await auditOn(connection, ...families.map(({ id, event }) => (ids.has(id) ? event : undefined)))
      return ids
    })
    return endings.map((ending) => ended.has(ending.id) && first.get(ending.id) === ending)
  }
}
