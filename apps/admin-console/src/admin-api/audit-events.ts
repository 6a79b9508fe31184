import 'server-only'
import type { AdminAuditEvent, AdminPage } from '@gatehouse/token-types'
import type { AdminApi, Query } from './admin-api'

/** One page of what happened, newest first. */
export const listAuditEvents = async (api: AdminApi, query: Query): Promise<AdminPage<AdminAuditEvent>> =>
  (await api.get<AdminPage<AdminAuditEvent>>('/audit-events', query)).value
