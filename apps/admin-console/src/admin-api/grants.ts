import 'server-only'
import type { AdminEnded, AdminGrant, AdminPage } from '@gatehouse/token-types'
import type { AdminApi, Query } from './admin-api'

/** One page of what people allowed clients. */
export const listGrants = async (api: AdminApi, query: Query): Promise<AdminPage<AdminGrant>> =>
  (await api.get<AdminPage<AdminGrant>>('/grants', query)).value

/** Withdraws grants; their refresh families and access tokens end. */
export const withdrawGrants = async (api: AdminApi, ids: readonly string[]): Promise<AdminEnded> =>
  (await api.send<AdminEnded>('POST', '/grants/withdraw', { body: { ids } })).value
