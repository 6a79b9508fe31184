import type { UserListRequest, UserSort } from '@gatehouse/data-access'
import { fieldProblem } from '../../http/problem.js'
import { roleAtResource } from '../../registration/person-values.js'
import { TextField } from '../route/fields.js'
import { ListQuery, listRequest, sortValues } from '../route/listing.js'

const SORTS = sortValues<UserSort>('username', 'created_at')
const YES_OR_NO = ['true', 'false'] as const
type YesOrNo = (typeof YES_OR_NO)[number]

/**
 * Which people, in which order. A search finds user name, mail address, name and id by any part, below three letters by
 * their beginning; up to a thousand people, who begin with it before others; whom it names exactly comes first.
 */
export class UserListQuery extends ListQuery {
  @TextField({ description: 'Order; default username', oneOf: SORTS, optional: true })
  sort?: (typeof SORTS)[number]

  @TextField({ description: 'Only those that are on, or off', oneOf: ['active', 'disabled'], optional: true })
  state?: 'active' | 'disabled'

  @TextField({
    description: 'Only those with this role, as RESOURCE:ROLE',
    read: roleAtResource,
    optional: true,
  })
  role?: string

  @TextField({ description: 'Only those with a password, or without', oneOf: YES_OR_NO, optional: true })
  has_password?: YesOrNo

  @TextField({
    description: 'Only those whose mail address is verified, or not',
    oneOf: YES_OR_NO,
    optional: true,
  })
  email_verified?: YesOrNo
}

/** What the store is asked for. @throws Problem invalid-fields */
export function userListRequest(query: UserListQuery): UserListRequest {
  const { state, role, has_password: password, email_verified: verified } = query
  if (query.search?.trim() && query.limit === 1)
    throw fieldProblem('limit', 'must be at least 2 for a search')
  return {
    ...listRequest(query, query.sort ?? 'username'),
    enabled: state && state === 'active',
    role: role === undefined ? undefined : roleAtResource(role),
    hasPassword: password && password === 'true',
    emailVerified: verified && verified === 'true',
  }
}
