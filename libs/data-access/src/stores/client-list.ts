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

/** A client as a list shows it. */
export interface ClientRow {
  id: string
  name: string
  tokenEndpointAuthMethod: string
  grantTypes: string[]
  logoUri: string | null
  /** When any of its secrets was last used. */
  lastUsedAt: Date | null
  /** The first date on which one of its secrets ends. */
  secretExpiresAt: Date | null
  disabledAt: Date | null
  createdAt: Date
}

export type ClientSort = 'name' | 'created_at'

/** Which clients, in which order. Left out, a filter lets all pass. */
export interface ClientListRequest extends ListRequest<ClientSort> {
  enabled?: boolean | undefined
  authMethod?: string | undefined
  grantType?: string | undefined
  /** Those that may ask for a scope of this resource. */
  resource?: string | undefined
  /** Those that are the server of this resource. */
  resourceServerFor?: string | undefined
}

const SOURCE: ListSource<ClientSort> = {
  columns: `c.client_id AS id, c.name, c.token_endpoint_auth_method AS "tokenEndpointAuthMethod",
    c.grant_types AS "grantTypes", c.logo_uri AS "logoUri", c.disabled_at AS "disabledAt",
    c.created_at AS "createdAt",
    (SELECT max(s.last_used_at) FROM client_secrets s WHERE s.client_id = c.client_id) AS "lastUsedAt",
    (SELECT min(s.expires_at) FROM client_secrets s WHERE s.client_id = c.client_id) AS "secretExpiresAt"`,
  from: 'clients c',
  id: { column: 'c.client_id', type: 'text' },
  sorts: {
    name: { column: 'lower(c.name)', type: 'text' },
    created_at: { column: 'c.created_at', type: 'timestamptz' },
  },
}

/** Clients whose id, name or redirect URI holds the text. */
export async function clientPage(
  database: Database,
  request: ClientListRequest,
): Promise<ListPage<ClientRow>> {
  const conditions = new Conditions()
  if (request.search) {
    const pattern = containing(storableText(request.search))
    conditions.and(
      `c.client_id ILIKE ? OR c.name ILIKE ? OR array_to_string(c.redirect_uris, ' ') ILIKE ?`,
      pattern,
      pattern,
      pattern,
    )
  }
  if (request.enabled !== undefined) {
    conditions.and(request.enabled ? 'c.disabled_at IS NULL' : 'c.disabled_at IS NOT NULL')
  }
  if (request.authMethod !== undefined) conditions.and('c.token_endpoint_auth_method = ?', request.authMethod)
  if (request.grantType !== undefined) conditions.and('? = ANY (c.grant_types)', request.grantType)
  if (request.resource !== undefined) {
    conditions.and(
      `EXISTS (SELECT 1 FROM client_resource_scopes r
        WHERE r.client_id = c.client_id AND r.resource_identifier = ?)`,
      storableText(request.resource),
    )
  }
  if (request.resourceServerFor !== undefined) {
    conditions.and('c.resource_server_for = ?', storableText(request.resourceServerFor))
  }
  return keysetPage<ClientRow, ClientSort>(database, SOURCE, request, conditions)
}
