import 'server-only'
import type { AdminPage, AdminRoleHolder, AdminRoleRow } from '@gatehouse/token-types'
import type { AdminApi, Query } from './admin-api'

/** One page of roles, over all APIs or of one. */
export const listRoles = async (api: AdminApi, query: Query): Promise<AdminPage<AdminRoleRow>> =>
  (await api.get<AdminPage<AdminRoleRow>>('/roles', query)).value

/** One page of who holds a role; the query names `resource` and `role`. */
export const listRoleHolders = async (api: AdminApi, query: Query): Promise<AdminPage<AdminRoleHolder>> =>
  (await api.get<AdminPage<AdminRoleHolder>>('/roles/holders', query)).value
