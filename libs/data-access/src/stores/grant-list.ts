import type { Database } from '../database.js'
import { Conditions, keysetPage, type ListPage, type ListRequest, type ListSource } from '../keyset-page.js'
import { isUuid, storableText } from '../storable.js'
import { auditOn, type Report } from './audit-store.js'
import { Ending, type Ended } from './ending.js'
import { personOf, uuidOrNone, type PersonInList } from './session-list.js'
import { foundIds } from './user-list.js'

/** A grant as a list shows it. */
export interface GrantRow {
  id: string
  user: PersonInList
  clientId: string
  clientName: string | null
  /** `resource` is empty for scopes of OpenID Connect; the moment in ISO 8601. */
  scopes: { resource: string; scope: string; grantedAt: string }[]
  createdAt: Date
  updatedAt: Date
}

type GrantSort = 'updated_at'

/** Which grants, in which order. Left out, a filter lets all pass. */
export interface GrantListRequest extends ListRequest<GrantSort> {
  userId?: string | undefined
  clientId?: string | undefined
}

/** A grant that was taken back. */
export interface WithdrawnGrant {
  id: string
  userId: string
  clientId: string
}

const SOURCE: ListSource<GrantSort> = {
  columns: `g.id, ${personOf('g.user_id')}, g.client_id AS "clientId", (SELECT c.name FROM clients c WHERE c.client_id = g.client_id) AS "clientName",
    g.created_at AS "createdAt", g.updated_at AS "updatedAt",
    array(SELECT jsonb_build_object('resource', a.resource_identifier, 'scope', a.scope, 'grantedAt', a.granted_at)
      FROM consented_scopes a WHERE a.grant_id = g.id ORDER BY a.resource_identifier, a.scope) AS scopes`,
  from: 'grants g',
  id: { column: 'g.id', type: 'uuid' },
  sorts: { updated_at: { column: 'g.updated_at', type: 'timestamptz' } },
}

/** Sorted by what no index has: else PostgreSQL may walk the whole list to find those of a few people. */
const FOUND: ListSource<GrantSort> = {
  ...SOURCE,
  sorts: { updated_at: { column: `(g.updated_at + interval '0')`, type: 'timestamptz' } },
}

/** What people allowed clients; a search is for the person. */
export async function grantPage(database: Database, request: GrantListRequest): Promise<ListPage<GrantRow>> {
  const conditions = new Conditions()
  if (request.userId !== undefined) conditions.and('g.user_id = ?::uuid', uuidOrNone(request.userId))
  if (request.clientId !== undefined) conditions.and('g.client_id = ?', storableText(request.clientId))
  if (request.search) {
    conditions.and('g.user_id = ANY (?::uuid[])', await foundIds(database, {}, request.search))
  }
  return keysetPage<GrantRow, GrantSort>(database, request.search ? FOUND : SOURCE, request, conditions)
}

/**
 * Takes grants back: their refresh families are revoked and their living access tokens end, in one transaction with an
 * audit event for each person concerned.
 */
export async function withdrawGrants(
  database: Database,
  ids: readonly string[],
  now: Date,
  report: Report<WithdrawnGrant>,
): Promise<Ended> {
  return database.transaction(async (connection) => {
    const ending = new Ending(connection, now, 'consent_withdrawn')
    const withdrawn = await ending.grants('id = ANY ($1::uuid[])', ids.filter(isUuid))
    const reached = withdrawn.map(({ id }) => id)
    await ending.families('grant_id = ANY ($1::uuid[])', reached)
    await ending.accessTokens('gid', reached)
    for (const grant of withdrawn) await auditOn(connection, report(grant))
    return ending.result
  })
}
