import type { TokenFamilyState } from '@gatehouse/token-types'
import type { Database } from '../database.js'
import {
  Conditions,
  keysetPage,
  MOST_COUNTED_ACROSS_TABLES,
  type ListPage,
  type ListRequest,
  type ListSource,
} from '../keyset-page.js'
import { isUuid, storableText } from '../storable.js'

/** A refresh family as a list shows it. */
export interface TokenFamilyRow {
  id: string
  clientId: string
  clientName: string | null
  userId: string
  username: string | null
  grantId: string
  sessionId: string
  offline: boolean
  scope: string[]
  resource: string | null
  createdAt: Date
  expiresAt: Date
  revokedAt: Date | null
  revokedReason: string | null
  /** Creation and sliding end of its one token that is not redeemed; null when that is gone. */
  lastRotatedAt: Date | null
  idleExpiresAt: Date | null
  /** Thumbprint of the key that this token is bound to (RFC 9449 §5); null where it is not, or gone. */
  dpopJkt: string | null
}

export type TokenFamilySort = 'created_at' | 'last_rotated_at'

/** Which families, in which order. Left out, a filter lets all pass. */
export interface TokenFamilyListRequest extends ListRequest<TokenFamilySort> {
  userId?: string | undefined
  clientId?: string | undefined
  grantId?: string | undefined
  sessionId?: string | undefined
  state?: TokenFamilyState | undefined
  now: Date
}

/** Why a family ended when one of its tokens, or the code before it, came twice. */
export const REUSE_REASONS = ['reuse', 'code_reuse'] as const

/** A redeemed token has a successor, so one token of a family at the most is not redeemed. */
const LAST_TOKEN = 'refresh_tokens t ON t.family_id = f.id AND t.redeemed_at IS NULL'

/** What a row of a list is made of; the tables are `f` and `t`. */
export const TOKEN_FAMILY_COLUMNS = `f.id, f.client_id AS "clientId", f.user_id AS "userId", f.grant_id AS "grantId",
  f.session_id AS "sessionId", f.offline, f.scope, f.resource, f.created_at AS "createdAt",
  f.expires_at AS "expiresAt", f.revoked_at AS "revokedAt", f.revoked_reason AS "revokedReason",
  t.created_at AS "lastRotatedAt", t.expires_at AS "idleExpiresAt", t.dpop_jkt AS "dpopJkt",
  (SELECT c.name FROM clients c WHERE c.client_id = f.client_id) AS "clientName",
  (SELECT u.username FROM users u WHERE u.id = f.user_id) AS username`

export const TOKEN_FAMILY_FROM = `refresh_families f LEFT JOIN ${LAST_TOKEN}`

const SOURCE: ListSource<TokenFamilySort> = {
  columns: TOKEN_FAMILY_COLUMNS,
  from: TOKEN_FAMILY_FROM,
  countFrom: 'refresh_families f',
  id: { column: 'f.id', type: 'uuid' },
  sorts: {
    created_at: { column: 'f.created_at', type: 'timestamptz' },
    last_rotated_at: { column: 't.created_at', type: 'timestamptz' },
  },
}

/** By last rotation: the index of tokens leads, and families whose last token is gone are left out. */
const BY_ROTATION: ListSource<TokenFamilySort> = {
  ...SOURCE,
  from: `refresh_families f JOIN ${LAST_TOKEN}`,
  countFrom: `refresh_families f JOIN ${LAST_TOKEN}`,
  id: { column: 't.family_id', type: 'uuid' },
}

/** Those of everybody: the tokens alone are counted. */
const ALL_BY_ROTATION: ListSource<TokenFamilySort> = {
  ...BY_ROTATION,
  countFrom: '(SELECT FROM refresh_tokens WHERE redeemed_at IS NULL) t',
}

/** Sorted by what no index has: else PostgreSQL may walk the whole list to find those of a few people. */
const unindexed = (source: ListSource<TokenFamilySort>): ListSource<TokenFamilySort> => ({
  ...source,
  sorts: {
    created_at: { column: `(f.created_at + interval '0')`, type: 'timestamptz' },
    last_rotated_at: { column: `(t.created_at + interval '0')`, type: 'timestamptz' },
  },
})

/** Families, found by their own id or by that of whoever they belong to, whole. */
export async function tokenFamilyPage(
  database: Database,
  request: TokenFamilyListRequest,
): Promise<ListPage<TokenFamilyRow>> {
  const conditions = new Conditions()
  const search = request.search === undefined ? '' : storableText(request.search)
  if (isUuid(search)) {
    conditions.and(
      'f.id = ? OR f.user_id = ? OR f.grant_id = ? OR f.session_id = ? OR f.client_id = ?',
      search,
      search,
      search,
      search,
      search,
    )
  } else if (search) {
    const people = await database.pool.query<{ id: string }>(
      'SELECT id FROM users WHERE username = $1 OR email = $1',
      [search],
    )
    const found = people.rows.map(({ id }) => id)
    conditions.and('f.client_id = ? OR f.user_id = ANY (?::uuid[])', search, found)
  }
  const ids = { user_id: request.userId, grant_id: request.grantId, session_id: request.sessionId }
  for (const [column, id] of Object.entries(ids)) {
    if (id !== undefined) conditions.and(isUuid(id) ? `f.${column} = ?::uuid` : '?::text IS NULL', id)
  }
  if (request.clientId !== undefined) conditions.and('f.client_id = ?', storableText(request.clientId))
  if (request.state) stateCondition(conditions, request.state, request.now)
  const isOfFew =
    search !== '' || request.state === 'expired' || Object.values(ids).some((id) => id !== undefined)
  const byRotation = conditions.where === '' ? ALL_BY_ROTATION : BY_ROTATION
  const sorted = request.sort === 'last_rotated_at' ? byRotation : SOURCE
  const source = request.state === 'alive' ? { ...sorted, mostCounted: MOST_COUNTED_ACROSS_TABLES } : sorted
  return keysetPage<TokenFamilyRow, TokenFamilySort>(
    database,
    isOfFew ? unindexed(source) : source,
    request,
    conditions,
  )
}

const LIVING_TOKEN = `EXISTS (SELECT 1 FROM refresh_tokens l
  WHERE l.family_id = f.id AND l.redeemed_at IS NULL AND l.expires_at > ?)`

/** What is expired is removed soon, with its family, so that there are few of them at any time. */
const EXPIRED = `SELECT id FROM refresh_families WHERE expires_at <= ?
  UNION ALL SELECT family_id FROM refresh_tokens WHERE redeemed_at IS NULL AND expires_at <= ?`

function stateCondition(conditions: Conditions, state: TokenFamilyState, now: Date): void {
  if (state === 'alive') {
    conditions.and(`f.revoked_at IS NULL AND f.expires_at > ? AND ${LIVING_TOKEN}`, now, now)
  } else if (state === 'expired') {
    conditions.and(`f.revoked_at IS NULL AND f.id IN (${EXPIRED})`, now, now)
  } else if (state === 'reused') conditions.and('f.revoked_reason = ANY (?)', [...REUSE_REASONS])
  else conditions.and('f.revoked_at IS NOT NULL AND NOT f.revoked_reason = ANY (?)', [...REUSE_REASONS])
}
