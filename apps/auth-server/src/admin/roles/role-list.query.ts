import { OmitType } from '@nestjs/swagger'
import type { ListRequest, RoleHolderSort, RoleListRequest, RoleSort } from '@gatehouse/data-access'
import { resourceIdentifier, token } from '../../registration/values.js'
import { TextField } from '../route/fields.js'
import { ListQuery, listRequest, sortValues } from '../route/listing.js'

const SORTS = sortValues<RoleSort>('name', 'resource')
const HOLDER_SORTS = sortValues<RoleHolderSort>('username', 'granted_at')

/** Which roles, in which order. */
export class RoleListQuery extends ListQuery {
  @TextField({ description: 'Order; default resource', oneOf: SORTS, optional: true })
  sort?: (typeof SORTS)[number]

  @TextField({ description: 'Only those of this API', read: resourceIdentifier, optional: true })
  resource?: string
}

/** Who holds which role, in which order. */
export class RoleHolderListQuery extends OmitType(ListQuery, ['search']) {
  @TextField({ description: 'Order; default username', oneOf: HOLDER_SORTS, optional: true })
  sort?: (typeof HOLDER_SORTS)[number]

  @TextField({ description: 'Identifier of the API', read: resourceIdentifier })
  resource!: string

  @TextField({ description: 'Name of the role there', read: token })
  role!: string
}

/** What the store is asked for. */
export function roleListRequest(query: RoleListQuery): RoleListRequest {
  return { ...listRequest(query, query.sort ?? 'resource'), resource: query.resource }
}

/** What the store is asked for. */
export function roleHolderListRequest(query: RoleHolderListQuery): ListRequest<RoleHolderSort> {
  return listRequest(query, query.sort ?? 'username')
}
