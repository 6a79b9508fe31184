import 'server-only'
import type { AdminPage, AdminResource, AdminResourceRow } from '@gatehouse/token-types'
import { segment, type AdminApi, type Answered, type Query } from './admin-api'

const pathOf = (id: string): string => `/resources/${segment(id)}`

/** One page of APIs. */
export const listResources = async (api: AdminApi, query: Query): Promise<AdminPage<AdminResourceRow>> =>
  (await api.get<AdminPage<AdminResourceRow>>('/resources', query)).value

/** APIs to choose from: the first hundred by name. */
export const choosableResources = async (api: AdminApi): Promise<AdminResourceRow[]> =>
  (await listResources(api, { limit: 100 })).items

/** An API with its version. */
export const getResource = (api: AdminApi, id: string): Promise<Answered<AdminResource>> =>
  api.get(pathOf(id))

/** Registers an API; the same key again gives the same API. */
export const createResource = async (
  api: AdminApi,
  fields: object,
  idempotencyKey: string,
): Promise<AdminResource> =>
  (await api.send<AdminResource>('POST', '/resources', { body: fields, idempotencyKey })).value

/** Changes one version of an API. */
export const changeResource = (
  api: AdminApi,
  id: string,
  fields: object,
  ifMatch: string,
): Promise<Answered<AdminResource>> => api.send('PATCH', pathOf(id), { body: fields, ifMatch })

/** Removes an API that nothing depends on. */
export const removeResource = async (api: AdminApi, id: string): Promise<void> => {
  await api.send('DELETE', pathOf(id))
}
