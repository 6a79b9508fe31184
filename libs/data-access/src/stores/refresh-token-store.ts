import { columnList, jsonRows, recordColumns, type RawRow } from '../columns.js'
import { announceAfterCommit, type Database } from '../database.js'
import { Prisma, type RefreshFamily, type RefreshToken, type RotationAnswer } from '../generated/client.js'
import { Batcher } from '../batcher.js'
import type { Input } from '../records.js'
import { isUuid } from '../storable.js'
import { auditOn, type NewAuditEvent } from './audit-store.js'
import { REVOKE_ACCESS_TOKENS } from './family-revocation.js'
import { PERSON_ROLES, type PersonRole } from './person-row.js'

/** A family to begin, with its absolute end. */
export type NewRefreshFamily = Input<Omit<RefreshFamily, 'revokedAt' | 'revokedReason'>>

/** A refresh token to add to a family, and the access token that is issued beside it. */
export type NewRefreshToken = Input<Omit<RefreshToken, 'redeemedAt'>>

/** What decides about a token, beside its family. */
type TokenState = Pick<RefreshToken, 'createdAt' | 'expiresAt' | 'redeemedAt' | 'dpopJkt'>

/** A refresh token as it stands, with all that decides whether it may be redeemed. */
export interface FoundRefreshToken {
  token: TokenState
  family: RefreshFamily
  /** What its rotation answered; null when it was not redeemed, or too long ago for a retry. */
  answer: Pick<RotationAnswer, 'redemptionDigest' | 'sealedResponse'> | null
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
  answer: Input<Omit<RotationAnswer, 'digest'>>
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

const TOKEN = recordColumns<TokenState>('t', ['createdAt', 'expiresAt', 'redeemedAt', 'dpopJkt'])
const FAMILY = recordColumns<RefreshFamily>('f', Object.values(Prisma.RefreshFamilyScalarFieldEnum))

/** An answer is looked for by the digest of a redeemed token only: by none, PostgreSQL reads nothing. */
const FIND = `
  SELECT asked.place::int, s.id IS NULL OR s.ended_at IS NOT NULL, u.id IS NULL OR u.disabled_at IS NOT NULL,
    ${PERSON_ROLES}, a.redemption_digest, a.sealed_response, ${TOKEN.select}, ${FAMILY.select}
  FROM unnest($1::bytea[]) WITH ORDINALITY AS asked (digest, place)
  JOIN refresh_tokens t ON t.digest = asked.digest
  JOIN refresh_families f ON f.id = t.family_id
  LEFT JOIN sessions s ON s.id = f.session_id
  LEFT JOIN users u ON u.id = f.user_id
  LEFT JOIN rotation_answers a ON a.digest = CASE WHEN t.redeemed_at IS NOT NULL THEN t.digest END`

/** `redeemed_at IS NULL`, in words that call for no index of what is unredeemed. */
export const unredeemed = (alias: string): string => `coalesce(${alias}.redeemed_at, 'infinity') = 'infinity'`

/** The family is locked against its end. What is said of a token beside its digest calls for no index either. */
const ROTATE = `
  WITH asked AS (
    SELECT * FROM json_to_recordset($1::json) AS asked (place int, digest bytea, family_id uuid, redeemed_at timestamptz,
      redemption_digest bytea, sealed_response text, answer_expires_at timestamptz, successor_digest bytea)
  ),
  family AS (
    SELECT f.id FROM asked JOIN refresh_families f ON f.id = asked.family_id
    WHERE f.revoked_at IS NULL ORDER BY f.id FOR NO KEY UPDATE OF f
  ),
  redeemed AS (
    UPDATE refresh_tokens t SET redeemed_at = asked.redeemed_at FROM asked JOIN family ON family.id = asked.family_id
    WHERE t.digest = asked.digest AND (t.family_id = asked.family_id) IS TRUE AND ${unredeemed('t')}
    RETURNING asked.*
  ),
  answered AS (
    INSERT INTO rotation_answers (digest, redemption_digest, sealed_response, expires_at)
    SELECT digest, redemption_digest, decode(sealed_response, 'base64'), answer_expires_at FROM redeemed
  ),
  added AS (
    INSERT INTO refresh_tokens (${columnList(TOKEN_FIELDS)}) SELECT ${columnList(TOKEN_FIELDS, 'successor')}
    FROM redeemed JOIN json_populate_recordset(NULL::refresh_tokens, $2::json) AS successor
      ON successor.digest = redeemed.successor_digest
  )
  SELECT place FROM redeemed`

const rotationRows = jsonRows([
  'place',
  'digest',
  'familyId',
  'redeemedAt',
  'redemptionDigest',
  'sealedResponse',
  'answerExpiresAt',
  'successorDigest',
])

/** Refresh tokens as the JSON that a statement takes. */
export const refreshTokenRows = jsonRows(TOKEN_FIELDS)

/** Locked in one order, so that two servers which end the same families do not wait for one another in a circle. */
const REVOKE = `
  WITH ended AS (
    SELECT f.id, e.at, e.reason FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS e (id, at, reason)
    JOIN refresh_families f ON f.id = e.id WHERE f.revoked_at IS NULL ORDER BY f.id FOR NO KEY UPDATE OF f
  )
  UPDATE refresh_families f SET revoked_at = ended.at, revoked_reason = ended.reason
  FROM ended WHERE f.id = ended.id RETURNING f.id`

function readFound(row: RawRow): FoundRefreshToken {
  const [, sessionEnded, userDisabled, roles, redemptionDigest, sealedResponse] = row
  return {
    token: TOKEN.read(row, 6),
    family: FAMILY.read(row, 6 + TOKEN.width),
    answer:
      sealedResponse === null ? null : ({ redemptionDigest, sealedResponse } as FoundRefreshToken['answer']),
    sessionEnded: sessionEnded === true,
    userDisabled: userDisabled === true,
    roles: (roles as PersonRole[] | null) ?? [],
  }
}

/**
 * Refresh tokens, each redeemed once, in families that end as one.
 *
 * Enforces: of any number of redemptions of one token, at the same moment or later, one succeeds.
 * Never: an access token of a revoked family that is neither expired nor revoked.
 *
 * @see RFC 9700 §4.14.2
 */
export class RefreshTokenStore {
  private readonly endings = new Batcher<FamilyEnding, boolean>((endings) => this.end(endings))
  private readonly findings: Batcher<Uint8Array, FoundRefreshToken | undefined>
  private readonly rotations: Batcher<Rotation, boolean>

  constructor(private readonly database: Database) {
    this.findings = database.batched(
      { name: 'refresh-tokens-find', text: FIND },
      (digests) => [digests],
      readFound,
      undefined,
    )
    this.rotations = database.batched(
      { name: 'refresh-tokens-rotate', text: ROTATE },
      (rotations) => [
        rotationRows(
          rotations.map(({ answer, ...rotation }, at) => ({
            ...rotation,
            place: at + 1,
            redemptionDigest: answer.redemptionDigest,
            // By far the longest value: a third shorter than in the form of the others.
            sealedResponse: Buffer.from(answer.sealedResponse).toString('base64'),
            answerExpiresAt: answer.expiresAt,
            successorDigest: rotation.successor.digest,
          })),
        ),
        refreshTokenRows(rotations.map(({ successor }) => successor)),
      ],
      () => true,
      false,
    )
  }

  /** The token with its family, redeemed, revoked and expired ones included: the caller tells reuse from chance. */
  async find(digest: Uint8Array): Promise<FoundRefreshToken | undefined> {
    return this.findings.add(digest)
  }

  /** Consumes the token, keeps the answer and adds the successor, all or nothing; false when it was redeemed or its family revoked. */
  async rotate(rotation: Rotation): Promise<boolean> {
    return this.rotations.add(rotation)
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
