import { CLIENT_AUTH_METHODS, GRANT_TYPES } from '@gatehouse/token-types'
import type { ClientListRequest, ClientSort } from '@gatehouse/data-access'
import { TextField } from '../route/fields.js'
import { ListQuery, listRequest, sortValues } from '../route/listing.js'

const SORTS = sortValues<ClientSort>('name', 'created_at')

/** Which clients, in which order. */
export class ClientListQuery extends ListQuery {
  @TextField({ description: 'Order; default name', oneOf: SORTS, optional: true })
  sort?: (typeof SORTS)[number]

  @TextField({ description: 'Only those that are on, or off', oneOf: ['on', 'off'], optional: true })
  state?: 'on' | 'off'

  @TextField({ description: 'Only those of this method', oneOf: CLIENT_AUTH_METHODS, optional: true })
  auth_method?: string

  @TextField({ description: 'Only those with this grant type', oneOf: GRANT_TYPES, optional: true })
  grant_type?: string

  @TextField({ description: 'Only those that may ask for a scope of this API', optional: true })
  resource?: string

  @TextField({ description: 'Only those that are the server of this API', optional: true })
  resource_server_for?: string
}

/** What the store is asked for. */
export function clientListRequest(query: ClientListQuery): ClientListRequest {
  return {
    ...listRequest(query, query.sort ?? 'name'),
    ...(query.state === undefined ? {} : { enabled: query.state === 'on' }),
    authMethod: query.auth_method,
    grantType: query.grant_type,
    resource: query.resource,
    resourceServerFor: query.resource_server_for,
  }
}
