import type { GrantListRequest, GrantRow } from '@gatehouse/data-access'
import type { AdminGrant } from '@gatehouse/token-types'
import { personView, PersonView } from '../route/ended.js'
import { MomentField, ObjectField, ObjectListField, TextField, TextListField } from '../route/fields.js'
import { ListQuery, listRequest } from '../route/listing.js'
import { PageFields } from '../route/page-fields.js'

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

class GrantedScopeView {
  @TextField({ description: 'Identifier of the API; null for scopes of OpenID Connect', nullable: true })
  resource!: string | null
  @TextField({ description: 'Name of the scope' })
  scope!: string
  @MomentField({ description: 'When it was allowed' })
  granted_at!: string
}

/** What a person allowed a client, as it is shown. */
export class GrantView implements AdminGrant {
  @TextField({ description: 'The `gid` claim' })
  id!: string
  @ObjectField({ description: 'Who allowed it' }, () => PersonView)
  user!: PersonView
  @TextField({ description: 'client_id' })
  client_id!: string
  @TextField({ description: 'Its name; null when it is not registered any more', nullable: true })
  client_name!: string | null
  @ObjectListField(
    { description: 'What is allowed; empty for a client that need not ask' },
    () => GrantedScopeView,
  )
  scopes!: GrantedScopeView[]
  @MomentField({ description: 'When it began' })
  created_at!: string
  @MomentField({ description: 'When the person last allowed something' })
  updated_at!: string
}

/** One page of grants. */
export class GrantPageView extends PageFields {
  @ObjectListField({ description: 'The grants' }, () => GrantView)
  items!: GrantView[]
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
