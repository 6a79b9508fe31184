import 'server-only'
import type { AdminEnded, AdminGrant, AdminPage } from '@gatehouse/token-types'
import { segment, type AdminApi, type Query } from './admin-api'

/** One page of what people allowed clients. */
export const listGrants = async (api: AdminApi, query: Query): Promise<AdminPage<AdminGrant>> =>
  (await api.get<AdminPage<AdminGrant>>('/grants', query)).value

/** Withdraws a grant; its refresh families and access tokens end. */
export const withdrawGrant = async (api: AdminApi, id: string): Promise<AdminEnded> =>
  (await api.send<AdminEnded>('DELETE', `/grants/${segment(id)}`)).value
