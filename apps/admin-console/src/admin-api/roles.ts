import 'server-only'
import type { AdminPage, AdminRoleRow } from '@gatehouse/token-types'
import type { AdminApi, Query } from './admin-api'

/** One page of the roles of all APIs. */
export const listRoles = async (api: AdminApi, query: Query): Promise<AdminPage<AdminRoleRow>> =>
  (await api.get<AdminPage<AdminRoleRow>>('/roles', query)).value
