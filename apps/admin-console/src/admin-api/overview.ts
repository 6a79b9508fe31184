import 'server-only'
import type {
  AdminClientUsage,
  AdminFirstSteps,
  AdminOverview,
  OverviewPart,
  UsageRange,
} from '@gatehouse/token-types'
import { segment, type AdminApi } from './admin-api'

/** One part of the overview. */
export const getOverview = async (
  api: AdminApi,
  range: UsageRange,
  part: OverviewPart,
): Promise<AdminOverview> => (await api.get<AdminOverview>('/overview', { range, parts: part })).value

/** What a client does. */
export const getClientUsage = async (
  api: AdminApi,
  clientId: string,
  range: UsageRange,
): Promise<AdminClientUsage> =>
  (await api.get<AdminClientUsage>(`/clients/${segment(clientId)}/usage`, { range })).value

/** How far a new Gatehouse is. */
export const getFirstSteps = async (api: AdminApi): Promise<AdminFirstSteps> =>
  (await api.get<AdminFirstSteps>('/first-steps')).value

/** Puts the first steps away for everybody, or fetches them again. */
export const skipFirstSteps = async (api: AdminApi, isSkipped: boolean): Promise<AdminFirstSteps> =>
  (await api.send<AdminFirstSteps>('PUT', '/first-steps', { body: { is_skipped: isSkipped } })).value
