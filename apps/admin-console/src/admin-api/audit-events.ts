import 'server-only'
import type { AdminAuditEvent, AdminPage } from '@gatehouse/token-types'
import type { AdminApi } from './admin-api'

/** The newest events about a client. */
export const latestEventsOf = async (
  api: AdminApi,
  clientId: string,
  limit: number,
): Promise<readonly AdminAuditEvent[]> =>
  (await api.get<AdminPage<AdminAuditEvent>>('/audit', { client_id: clientId, limit })).value.items
