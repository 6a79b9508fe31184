import 'server-only'
import type { AdminFeedFollowers, AdminPage, AdminRevocation } from '@gatehouse/token-types'
import type { AdminApi, Query } from './admin-api'

/** One page of the list of revocations. */
export const listRevocations = async (api: AdminApi, query: Query): Promise<AdminPage<AdminRevocation>> =>
  (await api.get<AdminPage<AdminRevocation>>('/revocations', query)).value

/** How far each API says that it applied the list. */
export const getFollowers = async (api: AdminApi): Promise<AdminFeedFollowers> =>
  (await api.get<AdminFeedFollowers>('/revocations/followers')).value

/** What is revoked from now on, as server-sent events; it ends after a minute, or with `signal`. */
export const followRevocations = (api: AdminApi, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> =>
  api.open('/revocations/live', {}, { accept: 'text/event-stream' }, signal)
