import type { Database } from '../database.js'
import { Conditions, keysetPage, type ListPage, type ListRequest, type ListSource } from '../keyset-page.js'
import { storableText } from '../storable.js'

/** An entry as a list shows it. */
export interface ListedRevocation {
  /** Its sequence, in decimal digits. */
  id: string
  claim: string
  value: string
  /** Name of the client or person that the value stands for; null where it stands for none, or is gone. */
  name: string | null
  revokedAt: Date
  expiresAt: Date
  reason: string
}

/** Which entries, in which order. Left out, a filter lets all pass. */
export interface RevocationListRequest extends ListRequest<'sequence'> {
  claim?: string | undefined
  value?: string | undefined
}

/** The value where it is a UUID: whatever else was written there names nobody, and must not fail the list. */
const ID = `CASE WHEN r.value ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN r.value::uuid END`

/** A value of `sub` is the id of a person or of a client; one of another type in that place names nobody. */
const NAME = `CASE
  WHEN r.claim = 'client_id' THEN (SELECT c.name FROM clients c WHERE c.client_id = r.value)
  WHEN r.claim = 'sub' THEN coalesce(
    (SELECT u.username FROM users u WHERE u.id = ${ID}),
    (SELECT c.name FROM clients c WHERE c.client_id = r.value))
  WHEN r.claim = 'sid' THEN (SELECT u.username FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = ${ID})
  WHEN r.claim = 'gid' THEN (SELECT u.username FROM grants g JOIN users u ON u.id = g.user_id
    WHERE g.id = ${ID})
  END`

const COLUMNS = `r.sequence::text AS id, r.claim, r.value, r.revoked_at AS "revokedAt",
  r.expires_at AS "expiresAt", r.reason, ${NAME} AS name`

const SOURCE: ListSource<'sequence'> = {
  columns: COLUMNS,
  from: 'revocations r',
  id: { column: 'r.sequence', type: 'bigint' },
  sorts: { sequence: { column: 'r.sequence', type: 'bigint' } },
}

/** Entries by their place in the list; a search looks for the value as a whole. */
export async function revocationPage(
  database: Database,
  request: RevocationListRequest,
): Promise<ListPage<ListedRevocation>> {
  const conditions = new Conditions()
  for (const value of [request.search, request.value]) {
    if (value) conditions.and('r.value = ?', storableText(value))
  }
  if (request.claim !== undefined) conditions.and('r.claim = ?', request.claim)
  return keysetPage<ListedRevocation, 'sequence'>(database, SOURCE, request, conditions)
}

/** Entries with these places, with their names. */
export async function namedRevocations(
  database: Database,
  sequences: readonly bigint[],
): Promise<ListedRevocation[]> {
  const { rows } = await database.pool.query<ListedRevocation>(
    `SELECT ${COLUMNS} FROM revocations r WHERE r.sequence = ANY ($1::bigint[]) ORDER BY r.sequence`,
    [sequences.map(String)],
  )
  return rows
}
