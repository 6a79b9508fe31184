import type { Database } from '../database.js'
import {
  Conditions,
  containing,
  keysetPage,
  type ListPage,
  type ListRequest,
  type ListSource,
} from '../keyset-page.js'
import { storableText } from '../storable.js'

/** A resource as a list shows it. */
export interface ResourceRow {
  /** Its identifier. */
  id: string
  name: string
  signingAlg: string
  accessTokenLifetimeSeconds: number
  scopes: string[]
  roles: string[]
  createdAt: Date
}

export type ResourceSort = 'name' | 'identifier' | 'created_at'

/** Which resources, in which order. */
export type ResourceListRequest = ListRequest<ResourceSort>

const SOURCE: ListSource<ResourceSort> = {
  columns: `r.identifier AS id, r.name, r.signing_alg AS "signingAlg",
    r.access_token_lifetime_seconds AS "accessTokenLifetimeSeconds", r.created_at AS "createdAt",
    ARRAY(SELECT s.name FROM resource_scopes s WHERE s.resource_identifier = r.identifier ORDER BY s.name) AS scopes,
    ARRAY(SELECT o.name FROM roles o WHERE o.resource_identifier = r.identifier ORDER BY o.name) AS roles`,
  from: 'resources r',
  id: { column: 'r.identifier', type: 'text' },
  sorts: {
    name: { column: 'lower(r.name)', type: 'text' },
    identifier: { column: 'r.identifier', type: 'text' },
    created_at: { column: 'r.created_at', type: 'timestamptz' },
  },
}

/** Resources whose identifier or name, or the name of one of whose scopes, holds the text. */
export async function resourcePage(
  database: Database,
  request: ResourceListRequest,
): Promise<ListPage<ResourceRow>> {
  const conditions = new Conditions()
  if (request.search) {
    const pattern = containing(storableText(request.search))
    conditions.and(
      `r.identifier ILIKE ? OR r.name ILIKE ? OR EXISTS (SELECT 1 FROM resource_scopes s
        WHERE s.resource_identifier = r.identifier AND s.name ILIKE ?)`,
      pattern,
      pattern,
      pattern,
    )
  }
  return keysetPage<ResourceRow, ResourceSort>(database, SOURCE, request, conditions)
}
