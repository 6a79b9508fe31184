import type { GrantListRequest, GrantRow } from '@gatehouse/data-access'
import type { AdminGrant } from '@gatehouse/token-types'
import { personView } from '../route/ended.js'
import { TextField, TextListField } from '../route/fields.js'
import { ListQuery, listRequest } from '../route/listing.js'

const SORTS = ['updated_at', '-updated_at'] as const

/** Which grants; a search finds the person. */
export class GrantListQuery extends ListQuery {
  @TextField({
    description: 'Order; default -updated_at, the newest consent first',
    oneOf: SORTS,
    optional: true,
  })
  sort?: (typeof SORTS)[number]

  @TextField({ description: 'Only those of this person, by `sub`', optional: true })
  user?: string

  @TextField({ description: 'Only those to this client', optional: true })
  client?: string
}

/** Which grants to withdraw. */
export class WithdrawFields {
  @TextListField({ description: 'Their ids, the `gid` claim', most: 36 })
  ids!: string[]
}

export function grantSort(query: GrantListQuery): (typeof SORTS)[number] {
  return query.sort ?? '-updated_at'
}

/** What the store is asked for. */
export function grantListRequest(query: GrantListQuery): GrantListRequest {
  return { ...listRequest(query, grantSort(query)), userId: query.user, clientId: query.client }
}

/** A grant as the API shows it. */
export function grantView(row: GrantRow): AdminGrant {
  return {
    id: row.id,
    user: personView(row.user),
    client_id: row.clientId,
    client_name: row.clientName,
    scopes: row.scopes.map(({ resource, scope, grantedAt }) => ({
      resource: resource || null,
      scope,
      granted_at: new Date(grantedAt).toISOString(),
    })),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}
