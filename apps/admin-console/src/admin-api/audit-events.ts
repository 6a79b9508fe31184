import 'server-only'
import type { AdminAuditChainReport, AdminAuditEvent, AdminPage } from '@gatehouse/token-types'
import { segment, type AdminApi, type Query } from './admin-api'

/** A walk along millions of events takes minutes. */
const CHAIN_WITHIN_MILLISECONDS = 600_000

/** One page of what happened, newest first. */
export const listAuditEvents = async (api: AdminApi, query: Query): Promise<AdminPage<AdminAuditEvent>> =>
  (await api.get<AdminPage<AdminAuditEvent>>('/audit-events', query)).value

/** One event by its sequence. */
export const getAuditEvent = async (api: AdminApi, sequence: string): Promise<AdminAuditEvent> =>
  (await api.get<AdminAuditEvent>(`/audit-events/${segment(sequence)}`)).value

/** The types of events that there are. */
export const listAuditTypes = async (api: AdminApi): Promise<readonly string[]> =>
  (await api.get<{ types: string[] }>('/audit-events/types')).value.types

/** Recomputes every hash of the chain. */
export const verifyAuditChain = async (api: AdminApi): Promise<AdminAuditChainReport> => {
  const options = { withinMilliseconds: CHAIN_WITHIN_MILLISECONDS }
  return (await api.send<AdminAuditChainReport>('POST', '/audit-events/verify', options)).value
}
