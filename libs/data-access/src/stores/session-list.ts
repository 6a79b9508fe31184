import type { Database } from '../database.js'
import { Conditions, keysetPage, type ListPage, type ListRequest, type ListSource } from '../keyset-page.js'
import { isUuid, storableText } from '../storable.js'
import { foundIds } from './user-list.js'

/** Whose something is, as a list shows it. */
export interface PersonInList {
  id: string
  username: string
  email: string | null
  name: string | null
  picture: string | null
}

/** A living session as a list shows it. */
export interface SessionRow {
  id: string
  user: PersonInList
  ipAddress: string | null
  userAgent: string | null
  amr: string[]
  acr: string
  authTime: Date
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  /** Clients that hold a living refresh family from it. */
  clients: { id: string; name: string }[]
}

type SessionSort = 'expires_at'

/** Which sessions, in which order. Left out, a filter lets all pass. */
export interface SessionListRequest extends ListRequest<SessionSort> {
  userId?: string | undefined
  /** Those from which this client holds a living refresh family. */
  clientId?: string | undefined
}

/** A column `user` with the `PersonInList` of this id. A sub-select, so that counting does not read people. */
export function personOf(id: string): string {
  return `(SELECT jsonb_build_object('id', u.id, 'username', u.username, 'email', u.email, 'name', u.name,
    'picture', u.picture) FROM users u WHERE u.id = ${id}) AS "user"`
}

/**
 * By the end of the session, which is as far from the sign-in for all of them: the index leads past those that are over,
 * however many are kept for a refresh family with offline access.
 */
const SOURCE: ListSource<SessionSort> = {
  columns: `s.id, ${personOf('s.user_id')}, s.ip_address AS "ipAddress", s.user_agent AS "userAgent", s.amr, s.acr,
    s.auth_time AS "authTime", s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt",
    s.expires_at AS "expiresAt",
    array(SELECT jsonb_build_object('id', c.client_id, 'name', c.name) FROM clients c
      WHERE c.client_id IN (SELECT f.client_id FROM refresh_families f
        WHERE f.session_id = s.id AND f.revoked_at IS NULL) ORDER BY c.name) AS clients`,
  from: 'sessions s',
  id: { column: 's.id', type: 'uuid' },
  sorts: { expires_at: { column: 's.expires_at', type: 'timestamptz' } },
}

/** Sorted by what no index has: else PostgreSQL may walk the whole list to find those of a few people. */
const FOUND: ListSource<SessionSort> = {
  ...SOURCE,
  sorts: { expires_at: { column: `(s.expires_at + interval '0')`, type: 'timestamptz' } },
}

/** Sessions that are neither ended nor over; a search is for the person, or for the address they came from. */
export async function sessionPage(
  database: Database,
  request: SessionListRequest,
  now: Date,
): Promise<ListPage<SessionRow>> {
  const conditions = new Conditions().and('s.ended_at IS NULL AND s.expires_at > ?', now)
  if (request.userId !== undefined) conditions.and('s.user_id = ?::uuid', uuidOrNone(request.userId))
  if (request.clientId !== undefined) {
    conditions.and(
      `s.id IN (SELECT f.session_id FROM refresh_families f
        WHERE f.client_id = ? AND f.revoked_at IS NULL AND f.expires_at > ?)`,
      storableText(request.clientId),
      now,
    )
  }
  if (request.search) {
    const people = await foundIds(database, {}, request.search)
    conditions.and('s.user_id = ANY (?::uuid[]) OR s.ip_address = ?', people, storableText(request.search))
  }
  return keysetPage<SessionRow, SessionSort>(database, request.search ? FOUND : SOURCE, request, conditions)
}

/** A text that is no UUID names nothing. */
export function uuidOrNone(text: string): string | null {
  return isUuid(text) ? text : null
}
