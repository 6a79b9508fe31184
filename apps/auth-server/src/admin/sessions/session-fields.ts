import type { SessionListRequest, SessionRow, SessionSelection } from '@gatehouse/data-access'
import type { AdminSession } from '@gatehouse/token-types'
import { Problem } from '../../http/problem.js'
import { personView } from '../route/ended.js'
import { TextField, TextListField } from '../route/fields.js'
import { ListQuery, listRequest } from '../route/listing.js'

/** The word that must be repeated to end everything. */
const EVERYTHING = 'everything'
const SORTS = ['expires_at', '-expires_at'] as const

/** Which living sessions; a search finds the person, or the address that they came from. */
export class SessionListQuery extends ListQuery {
  @TextField({
    description: 'Order; default -expires_at, the newest proof of identity first',
    oneOf: SORTS,
    optional: true,
  })
  sort?: (typeof SORTS)[number]

  @TextField({ description: 'Only those of this person, by `sub`', optional: true })
  user?: string

  @TextField({ description: 'Only those from which this client holds a refresh family', optional: true })
  client?: string
}

/** What to end: exactly one of the fields. */
export class EndSessionsFields {
  @TextListField({ description: 'These sessions, with all that began in them', most: 36, optional: true })
  ids?: string[]

  @TextField({ description: 'All of this person, by `sub`, with every token of theirs', optional: true })
  user?: string

  @TextField({
    description: 'All tokens of this client; people stay signed in at the server',
    optional: true,
  })
  client?: string

  @TextField({
    description: `All of everybody and every token: repeat the word ${EVERYTHING}`,
    oneOf: [EVERYTHING],
    optional: true,
  })
  all?: string
}

export function sessionSort(query: SessionListQuery): (typeof SORTS)[number] {
  return query.sort ?? '-expires_at'
}

/** What the store is asked for. */
export function sessionListRequest(query: SessionListQuery): SessionListRequest {
  return { ...listRequest(query, sessionSort(query)), userId: query.user, clientId: query.client }
}

/** @throws Problem invalid-fields unless exactly one thing is selected */
export function selectionOf({ ids, user, client, all }: EndSessionsFields): SessionSelection {
  const selections: SessionSelection[] = [
    ...(ids === undefined ? [] : [{ ids }]),
    ...(user === undefined ? [] : [{ userId: user }]),
    ...(client === undefined ? [] : [{ clientId: client }]),
    ...(all === undefined ? [] : [EVERYTHING as 'everything']),
  ]
  const [selection] = selections
  if (selection !== undefined && selections.length === 1) return selection
  const message = 'name exactly one of ids, user, client and all'
  throw new Problem('invalid-fields', { errors: [{ field: 'ids', message }] })
}

/** A session as the API shows it. */
export function sessionView(row: SessionRow): AdminSession {
  return {
    id: row.id,
    user: personView(row.user),
    ip_address: row.ipAddress,
    user_agent: row.userAgent,
    amr: row.amr,
    acr: row.acr,
    authenticated_at: row.authTime.toISOString(),
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    clients: row.clients.map(({ id, name }) => ({ client_id: id, client_name: name })),
  }
}
