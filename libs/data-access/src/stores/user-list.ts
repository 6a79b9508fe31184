import type { Database } from '../database.js'
import {
  Conditions,
  escaped,
  keysetPage,
  type ListPage,
  type ListRequest,
  type ListSource,
} from '../keyset-page.js'
import { isUuid, storableText } from '../storable.js'
import type { HeldRole } from './user-store.js'

/** A person as a list shows them. */
export interface UserRow {
  id: string
  username: string
  email: string | null
  emailVerified: boolean
  name: string | null
  picture: string | null
  roles: HeldRole[]
  hasPassword: boolean
  lastSeenAt: Date | null
  disabledAt: Date | null
  createdAt: Date
}

export type UserSort = 'username' | 'created_at'

/** Which people. Left out, a filter lets all pass. */
export interface UserFilters {
  enabled?: boolean | undefined
  /** Those with this role. */
  role?: HeldRole | undefined
  hasPassword?: boolean | undefined
  emailVerified?: boolean | undefined
}

/** Which people, in which order. */
export interface UserListRequest extends ListRequest<UserSort>, UserFilters {}

const SOURCE: ListSource<UserSort> = {
  columns: `u.id, u.username, u.email, u.email_verified AS "emailVerified", u.name, u.picture,
    u.password_hash IS NOT NULL AS "hasPassword", u.disabled_at AS "disabledAt", u.created_at AS "createdAt",
    (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id) AS "lastSeenAt",
    array(SELECT jsonb_build_object('resource', r.resource_identifier, 'role', r.role)
      FROM user_roles r WHERE r.user_id = u.id ORDER BY r.resource_identifier, r.role) AS roles`,
  from: 'users u',
  id: { column: 'u.id', type: 'uuid' },
  sorts: {
    username: { column: 'u.username', type: 'text' },
    created_at: { column: 'u.created_at', type: 'timestamptz' },
  },
}

/** Sorted by what no index has: else PostgreSQL walks the whole list in its order to find the few that were found. */
const FOUND: ListSource<UserSort> = {
  ...SOURCE,
  sorts: {
    username: { column: `(u.username || '')`, type: 'text' },
    created_at: { column: `(u.created_at + interval '0')`, type: 'timestamptz' },
  },
}

/** What the trigram index of the migration is on, character by character: else it would not be used. */
const SEARCHED = `lower(u.username || ' ' || coalesce(u.email, '') || ' ' || coalesce(u.name, ''))`

/** Below it no trigram can be looked up: a shorter text finds what begins with it. */
const SHORTEST_CONTAINED = 3

/** A search that finds more people than this shows so many of them, those that begin with the text before others. */
const MOST_FOUND = 1_000

/** The beginning of a UUID, long enough not to be a name. */
const BEGINNING_OF_ID = /^[0-9a-f]{8}[0-9a-f-]{0,28}$/

/** People, a page at a time. Whoever's name, address or id the search is comes first. */
export async function userPage(database: Database, request: UserListRequest): Promise<ListPage<UserRow>> {
  const { search, after, limit } = request
  if (!search) return keysetPage(database, SOURCE, request, filtersOf(request))
  const exact = limit > 1 ? await exactMatch(database, request, search) : undefined
  const found = await foundIds(database, request, search)
  const others = found.filter((id) => id !== exact?.id)
  const heads = exact && !after ? 1 : 0
  const page = await keysetPage<UserRow, UserSort>(
    database,
    FOUND,
    { ...request, limit: limit - heads },
    new Conditions().and('u.id = ANY (?::uuid[])', others),
  )
  const isCapped = found.length >= MOST_FOUND
  return {
    ...page,
    rows: exact && heads ? [exact, ...page.rows] : page.rows,
    ...(page.count && { count: { total: page.count.total + heads, isCapped } }),
  }
}

function filtersOf({ enabled, role, hasPassword, emailVerified }: UserFilters): Conditions {
  const conditions = new Conditions()
  if (enabled !== undefined) conditions.and(enabled ? 'u.disabled_at IS NULL' : 'u.disabled_at IS NOT NULL')
  if (hasPassword !== undefined) {
    conditions.and(hasPassword ? 'u.password_hash IS NOT NULL' : 'u.password_hash IS NULL')
  }
  if (emailVerified !== undefined) conditions.and(emailVerified ? 'u.email_verified' : 'NOT u.email_verified')
  if (role) {
    conditions.and(
      `u.id IN (SELECT r.user_id FROM user_roles r WHERE r.resource_identifier = ? AND r.role = ?)`,
      storableText(role.resource),
      storableText(role.role),
    )
  }
  return conditions
}

async function exactMatch(
  database: Database,
  request: UserFilters,
  search: string,
): Promise<UserRow | undefined> {
  const text = storableText(search).toLowerCase()
  const conditions = filtersOf(request)
  if (isUuid(text)) conditions.and('u.id = ?::uuid', text)
  else conditions.and('u.username = ? OR u.email = ?', text, text)
  const isName = conditions.numbered('u.username = ?', [text])
  const { rows } = await database.pool.query<UserRow>(
    `SELECT ${SOURCE.columns} FROM users u ${conditions.where} ORDER BY ${isName} DESC LIMIT 1`,
    conditions.values,
  )
  return rows[0]
}

/**
 * Everybody whom the text finds, up to a thousand: what it costs is bounded however many there are, and wherever in the
 * order of the list they stand.
 */
export async function foundIds(database: Database, request: UserFilters, search: string): Promise<string[]> {
  const text = storableText(search).toLowerCase()
  const prefix = `${escaped(text)}%`
  const beginnings = ['lower(u.username)', 'lower(u.email)', 'lower(u.name)'].map((column) =>
    idsWhere(database, filtersOf(request).and(`${column} LIKE ?`, prefix), `ORDER BY ${column} USING ~<~`),
  )
  if (BEGINNING_OF_ID.test(text)) {
    const ids = filtersOf(request).and(
      'u.id BETWEEN ?::uuid AND ?::uuid',
      filled(text, '0'),
      filled(text, 'f'),
    )
    beginnings.push(idsWhere(database, ids, 'ORDER BY u.id'))
  }
  const found = new Set((await Promise.all(beginnings)).flat())
  if (found.size < MOST_FOUND && text.length >= SHORTEST_CONTAINED) {
    const anywhere = filtersOf(request).and(`${SEARCHED} LIKE ?`, `%${escaped(text)}%`)
    for (const id of await idsWhere(database, anywhere)) found.add(id)
  }
  return [...found].slice(0, MOST_FOUND)
}

/** @param order has an index, along which the search walks until it has enough */
async function idsWhere(database: Database, conditions: Conditions, order = ''): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT u.id FROM users u ${conditions.where} ${order} LIMIT ${MOST_FOUND}`,
    conditions.values,
  )
  return rows.map(({ id }) => id)
}

/** The first or the last UUID that begins so. */
function filled(beginning: string, digit: string): string {
  const digits = beginning.replaceAll('-', '').slice(0, 32).padEnd(32, digit)
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
