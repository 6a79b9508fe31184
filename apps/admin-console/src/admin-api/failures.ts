import 'server-only'
import type { AdminFailure, AdminFailureDetail, AdminPage } from '@gatehouse/token-types'
import { segment, type AdminApi, type Query } from './admin-api'

/** One page of refused requests, newest first. */
export const listFailures = async (api: AdminApi, query: Query): Promise<AdminPage<AdminFailure>> =>
  (await api.get<AdminPage<AdminFailure>>('/failures', query)).value

/** Why one request was refused, and what would mend it. */
export const getFailure = async (api: AdminApi, traceId: string): Promise<AdminFailureDetail> =>
  (await api.get<AdminFailureDetail>(`/failures/${segment(traceId)}`)).value
