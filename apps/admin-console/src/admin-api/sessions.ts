import 'server-only'
import type { AdminEnded, AdminPage, AdminSession } from '@gatehouse/token-types'
import { segment, type AdminApi, type Query } from './admin-api'

/** What to end: some sessions, all of a person by `sub`, the tokens of a client, or everything. */
export type SessionSelection =
  | { readonly ids: readonly string[] }
  | { readonly user: string }
  | { readonly client: string }
  | { readonly all: 'everything' }

/** One page of living sessions. */
export const listSessions = async (api: AdminApi, query: Query): Promise<AdminPage<AdminSession>> =>
  (await api.get<AdminPage<AdminSession>>('/sessions', query)).value

/** Ends sessions with all that began in them. */
export const endSessions = async (api: AdminApi, selection: SessionSelection): Promise<AdminEnded> => {
  const { value } =
    'ids' in selection && selection.ids.length === 1
      ? await api.send<AdminEnded>('DELETE', `/sessions/${segment(selection.ids[0] ?? '')}`)
      : await api.send<AdminEnded>('POST', '/sessions/end', { body: selection })
  return value
}
