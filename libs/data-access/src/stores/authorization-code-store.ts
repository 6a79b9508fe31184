import { insertList, selectList } from '../columns.js'
import type { Database } from '../database.js'
import { Prisma, type AuthorizationCode } from '../generated/client.js'
import type { Input } from '../records.js'
import { storableJson } from '../storable.js'
import { PERSON_ROLES, type PersonRole } from './person-row.js'
import {
  FAMILY_FIELDS,
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
  /** Both or neither: the refresh family that begins here, and its first token. */
  family?: NewRefreshFamily
  refreshToken?: NewRefreshToken
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

const code = insertList(CODE_FIELDS, 1)
/**
 * Does not wait for the disk: a code that is lost with the machine, within its first second, is asked for anew. Its
 * redemption does wait.
 */
const CREATE = `
  WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
  INSERT INTO authorization_codes (${code.columns}) SELECT ${code.placeholders} FROM relaxed`

const FIND = `
  SELECT ${selectList('c', Prisma.AuthorizationCodeScalarFieldEnum)},
    s.id IS NULL OR s.ended_at IS NOT NULL AS "sessionEnded",
    u.id IS NULL OR u.disabled_at IS NOT NULL AS "userDisabled", coalesce(${PERSON_ROLES}, '[]') AS roles
  FROM authorization_codes c
  LEFT JOIN sessions s ON s.id = c.session_id
  LEFT JOIN users u ON u.id = c.user_id
  WHERE c.digest = $1`

/** The grant is locked against withdrawal: a code whose consent was taken back redeems nothing. */
const REDEEM = `
  WITH allowed AS (
    SELECT g.id FROM authorization_codes c JOIN grants g ON g.id = c.grant_id WHERE c.digest = $1 FOR KEY SHARE OF g
  ),
  redeemed AS (
    UPDATE authorization_codes c
    SET redeemed_at = $2, access_token_id = $3, access_token_expires_at = $4, family_id = $5::uuid
    FROM allowed WHERE c.digest = $1 AND c.grant_id = allowed.id AND c.redeemed_at IS NULL
    RETURNING c.digest
  )`

const family = insertList(FAMILY_FIELDS, 6)
const token = insertList(TOKEN_FIELDS, 6 + FAMILY_FIELDS.length)

const REDEEM_WITH_FAMILY = `${REDEEM},
  family AS (INSERT INTO refresh_families (${family.columns}) SELECT ${family.placeholders} FROM redeemed),
  token AS (INSERT INTO refresh_tokens (${token.columns}) SELECT ${token.placeholders} FROM redeemed)
  SELECT 1 FROM redeemed`

/**
 * Authorization codes, each redeemed once.
 *
 * Enforces: of any number of redemptions of one code, at the same moment or later, one succeeds.
 *
 * @see RFC 6749 §4.1.2
 */
export class AuthorizationCodeStore {
  private readonly refreshTokens: RefreshTokenStore

  constructor(private readonly database: Database) {
    this.refreshTokens = new RefreshTokenStore(database)
  }

  /** Keeps a code until it is redeemed, and after that until it expires. */
  async create(input: NewAuthorizationCode): Promise<void> {
    const row = { ...input, claims: input.claims && JSON.stringify(storableJson(input.claims)) }
    await this.database.execute({ name: 'code-create', text: CREATE }, code.valuesOf(row))
  }

  /** The code, redeemed and expired ones included: the caller tells reuse from chance. */
  async find(digest: Uint8Array): Promise<FoundAuthorizationCode | undefined> {
    const [row] = await this.database.execute<FoundAuthorizationCode>({ name: 'code-find', text: FIND }, [
      digest,
    ])
    return row
  }

  /**
   * Consumes the code and stores what is issued for it, all or nothing, in one statement. False when it was redeemed
   * before or its grant was withdrawn.
   */
  async redeem(redemption: CodeRedemption): Promise<boolean> {
    const { digest, redeemedAt, accessTokenId, accessTokenExpiresAt } = redemption
    const consumed = [digest, redeemedAt, accessTokenId, accessTokenExpiresAt]
    if (!redemption.family || !redemption.refreshToken) {
      const text = `${REDEEM} SELECT 1 FROM redeemed`
      const rows = await this.database.execute({ name: 'code-redeem', text }, [...consumed, null])
      return rows.length === 1
    }
    const claims = redemption.family.claims && JSON.stringify(storableJson(redemption.family.claims))
    const rows = await this.database.execute({ name: 'code-redeem-with-family', text: REDEEM_WITH_FAMILY }, [
      ...consumed,
      redemption.family.id,
      ...family.valuesOf({ ...redemption.family, claims }),
      ...token.valuesOf(redemption.refreshToken),
    ])
    return rows.length === 1
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
