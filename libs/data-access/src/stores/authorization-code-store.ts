import type { Batcher } from '../batcher.js'
import { columnList, jsonRows, recordColumns, type RawRow } from '../columns.js'
import type { Database } from '../database.js'
import { Prisma, type AuthorizationCode } from '../generated/client.js'
import type { Input } from '../records.js'
import { storableJson } from '../storable.js'
import { PERSON_ROLES, type PersonRole } from './person-row.js'
import {
  FAMILY_FIELDS,
  refreshTokenRows,
  unredeemed,
  RefreshTokenStore,
  TOKEN_FIELDS,
  type NewRefreshFamily,
  type NewRefreshToken,
} from './refresh-token-store.js'
import { addRevocations } from './revocation-store.js'

/** A code to issue, with everything its redemption will need. */
export type NewAuthorizationCode = Input<
  Omit<AuthorizationCode, 'redeemedAt' | 'familyId' | 'accessTokenId' | 'accessTokenExpiresAt'>
>

/** A code as it stands, redeemed and expired ones included. */
export type FoundAuthorizationCode = AuthorizationCode & {
  /** True when the session it came from was ended. */
  sessionEnded: boolean
  userDisabled: boolean
  /** The person's roles at every resource. */
  roles: readonly PersonRole[]
}

/** One redemption of a code: what is issued for it. */
export interface CodeRedemption {
  digest: Uint8Array
  redeemedAt: Date
  /** `jti` of the access token, so that reuse of the code can end it. */
  accessTokenId: string
  accessTokenExpiresAt: Date
  /** The refresh family that begins here, if one does, and its first token. */
  issued?: { family: NewRefreshFamily; refreshToken: NewRefreshToken }
}

const CODE_FIELDS = [
  'digest',
  'clientId',
  'userId',
  'sessionId',
  'grantId',
  'redirectUri',
  'redirectUriGiven',
  'codeChallenge',
  'dpopJkt',
  'scope',
  'resource',
  'nonce',
  'claims',
  'acr',
  'amr',
  'authTime',
  'createdAt',
  'expiresAt',
] as const satisfies readonly (keyof NewAuthorizationCode)[]

/**
 * Does not wait for the disk: a code that is lost with the machine, within its first second, is asked for anew. Its
 * redemption does wait.
 */
const CREATE = `
  WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
  INSERT INTO authorization_codes (${columnList(CODE_FIELDS)}) SELECT ${columnList(CODE_FIELDS, 'code')}
  FROM relaxed, json_populate_recordset(NULL::authorization_codes, $1::json) AS code`

const CODE = recordColumns<AuthorizationCode>('c', Object.values(Prisma.AuthorizationCodeScalarFieldEnum))

const FIND = `
  SELECT asked.place::int, s.id IS NULL OR s.ended_at IS NOT NULL, u.id IS NULL OR u.disabled_at IS NOT NULL,
    ${PERSON_ROLES}, ${CODE.select}
  FROM unnest($1::bytea[]) WITH ORDINALITY AS asked (digest, place)
  JOIN authorization_codes c ON c.digest = asked.digest
  LEFT JOIN sessions s ON s.id = c.session_id
  LEFT JOIN users u ON u.id = c.user_id`

/** The grant is locked against withdrawal: a code whose consent was taken back redeems nothing. */
const REDEEM = `
  WITH asked AS (
    SELECT * FROM json_to_recordset($1::json) AS asked (place int, digest bytea, redeemed_at timestamptz,
      access_token_id text, access_token_expires_at timestamptz, family_id uuid)
  ),
  allowed AS (
    SELECT g.id FROM asked JOIN authorization_codes c ON c.digest = asked.digest JOIN grants g ON g.id = c.grant_id
    ORDER BY g.id FOR KEY SHARE OF g
  ),
  redeemed AS (
    UPDATE authorization_codes c SET redeemed_at = asked.redeemed_at, access_token_id = asked.access_token_id,
      access_token_expires_at = asked.access_token_expires_at, family_id = asked.family_id
    FROM asked
    WHERE c.digest = asked.digest AND c.grant_id IN (SELECT id FROM allowed) AND ${unredeemed('c')}
    RETURNING asked.place, c.family_id
  ),
  family AS (
    INSERT INTO refresh_families (${columnList(FAMILY_FIELDS)}) SELECT ${columnList(FAMILY_FIELDS, 'family')}
    FROM redeemed JOIN json_populate_recordset(NULL::refresh_families, $2::json) AS family
      ON family.id = redeemed.family_id
  ),
  token AS (
    INSERT INTO refresh_tokens (${columnList(TOKEN_FIELDS)}) SELECT ${columnList(TOKEN_FIELDS, 'token')}
    FROM redeemed JOIN json_populate_recordset(NULL::refresh_tokens, $3::json) AS token
      ON token.family_id = redeemed.family_id
  )
  SELECT place FROM redeemed`

const readFound = (row: RawRow): FoundAuthorizationCode => ({
  ...CODE.read(row, 4),
  sessionEnded: row[1] === true,
  userDisabled: row[2] === true,
  roles: (row[3] as PersonRole[] | null) ?? [],
})

const codeRows = jsonRows(CODE_FIELDS)
const familyRows = jsonRows(FAMILY_FIELDS)
const redemptionRows = jsonRows([
  'place',
  'digest',
  'redeemedAt',
  'accessTokenId',
  'accessTokenExpiresAt',
  'familyId',
])

/** With claims in a form that PostgreSQL can hold. */
const storable = <Row extends { claims: object | null }>(row: Row): Row => ({
  ...row,
  claims: row.claims && storableJson(row.claims),
})

/**
 * Authorization codes, each redeemed once.
 *
 * Enforces: of any number of redemptions of one code, at the same moment or later, one succeeds.
 *
 * @see RFC 6749 §4.1.2
 */
export class AuthorizationCodeStore {
  private readonly refreshTokens: RefreshTokenStore
  private readonly creations: Batcher<NewAuthorizationCode, undefined>
  private readonly findings: Batcher<Uint8Array, FoundAuthorizationCode | undefined>
  private readonly redemptions: Batcher<CodeRedemption, boolean>

  constructor(private readonly database: Database) {
    this.refreshTokens = new RefreshTokenStore(database)
    this.creations = database.batched(
      { name: 'codes-create', text: CREATE },
      (codes) => [codeRows(codes.map(storable))],
      () => undefined,
      undefined,
    )
    this.findings = database.batched(
      { name: 'codes-find', text: FIND },
      (digests) => [digests],
      readFound,
      undefined,
    )
    this.redemptions = database.batched(
      { name: 'codes-redeem', text: REDEEM },
      (redemptions) => [
        redemptionRows(
          redemptions.map((redemption, at) => ({
            ...redemption,
            place: at + 1,
            familyId: redemption.issued?.family.id ?? null,
          })),
        ),
        familyRows(redemptions.flatMap(({ issued }) => (issued ? storable(issued.family) : []))),
        refreshTokenRows(redemptions.flatMap(({ issued }) => issued?.refreshToken ?? [])),
      ],
      () => true,
      false,
    )
  }

  /** Keeps a code until it is redeemed, and after that until it expires. */
  async create(input: NewAuthorizationCode): Promise<void> {
    return this.creations.add(input)
  }

  /** The code, redeemed and expired ones included: the caller tells reuse from chance. */
  async find(digest: Uint8Array): Promise<FoundAuthorizationCode | undefined> {
    return this.findings.add(digest)
  }

  /**
   * Consumes the code and stores what is issued for it, all or nothing, in one statement. False when it was redeemed
   * before or its grant was withdrawn.
   */
  async redeem(redemption: CodeRedemption): Promise<boolean> {
    return this.redemptions.add(redemption)
  }

  /**
   * Ends what the code gave, for it came a second time: its refresh family with every access token of it, or the one
   * access token. However often it is called, one entry stands for each token.
   *
   * @see RFC 6749 §4.1.2, RFC 9700 §4.5
   */
  async revokeIssued(digest: Uint8Array, now: Date): Promise<void> {
    const given = await this.find(digest)
    if (!given) return
    if (given.familyId !== null) {
      await this.refreshTokens.revokeFamily(given.familyId, now, 'code_reuse')
      return
    }
    const { accessTokenId, accessTokenExpiresAt } = given
    if (accessTokenId === null || accessTokenExpiresAt === null || accessTokenExpiresAt <= now) return
    await this.database.transaction(async (connection) => {
      await connection.query('SELECT 1 FROM authorization_codes WHERE digest = $1 FOR UPDATE', [digest])
      const entries = await connection.query(
        `SELECT 1 FROM revocations WHERE claim = 'jti' AND value = $1 LIMIT 1`,
        [accessTokenId],
      )
      if (entries.rowCount !== 0) return
      await addRevocations(connection, [
        {
          claim: 'jti',
          value: accessTokenId,
          revokedAt: now,
          expiresAt: accessTokenExpiresAt,
          reason: 'code_reuse',
        },
      ])
    })
  }
}
