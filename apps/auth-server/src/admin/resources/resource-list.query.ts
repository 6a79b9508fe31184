import type { ResourceListRequest, ResourceSort } from '@gatehouse/data-access'
import { TextField } from '../route/fields.js'
import { ListQuery, listRequest, sortValues } from '../route/listing.js'

const SORTS = sortValues<ResourceSort>('name', 'identifier', 'created_at')

/** Which APIs, in which order. */
export class ResourceListQuery extends ListQuery {
  @TextField({ description: 'Order; default name', oneOf: SORTS, optional: true })
  sort?: (typeof SORTS)[number]
}

/** What the store is asked for. */
export function resourceListRequest(query: ResourceListQuery): ResourceListRequest {
  return listRequest(query, query.sort ?? 'name')
}
