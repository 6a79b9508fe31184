import type { TokenFamilyListRequest, TokenFamilySort } from '@gatehouse/data-access'
import { TOKEN_FAMILY_STATES, type TokenFamilyState } from '@gatehouse/token-types'
import { TextField } from '../route/fields.js'
import { ListQuery, listRequest, sortValues } from '../route/listing.js'

const SORTS = sortValues<TokenFamilySort>('created_at', 'last_rotated_at')

/** The newest first, where a list says nothing else. */
export const DEFAULT_FAMILY_SORT = '-created_at'

/** Which refresh families, in which order. `search` takes a whole id, client_id, user name or mail address. */
export class TokenFamilyListQuery extends ListQuery {
  @TextField({ description: `Order; default ${DEFAULT_FAMILY_SORT}`, oneOf: SORTS, optional: true })
  sort?: (typeof SORTS)[number]

  @TextField({ description: 'Only those of this person', most: 100, optional: true })
  user_id?: string

  @TextField({ description: 'Only those of this client', most: 200, optional: true })
  client_id?: string

  @TextField({ description: 'Only those of this grant', most: 100, optional: true })
  grant_id?: string

  @TextField({ description: 'Only those that came from this session', most: 100, optional: true })
  session_id?: string

  @TextField({ description: 'Only those that stand so', oneOf: TOKEN_FAMILY_STATES, optional: true })
  state?: TokenFamilyState
}

/** What the store is asked for. */
export function tokenFamilyListRequest(query: TokenFamilyListQuery, now: Date): TokenFamilyListRequest {
  return {
    ...listRequest<TokenFamilySort>(query, query.sort ?? DEFAULT_FAMILY_SORT),
    userId: query.user_id,
    clientId: query.client_id,
    grantId: query.grant_id,
    sessionId: query.session_id,
    state: query.state,
    now,
  }
}
