import 'server-only'
import type {
  AdminAuditEvent,
  AdminClient,
  AdminClientRow,
  AdminClientWithSecret,
  AdminPage,
  AdminSignInTest,
} from '@gatehouse/token-types'
import { segment, type AdminApi, type Answered, type Query } from './admin-api'

const pathOf = (clientId: string): string => `/clients/${segment(clientId)}`

/** One page of clients. */
export const listClients = async (api: AdminApi, query: Query): Promise<AdminPage<AdminClientRow>> =>
  (await api.get<AdminPage<AdminClientRow>>('/clients', query)).value

/** A client with its version. */
export const getClient = (api: AdminApi, clientId: string): Promise<Answered<AdminClient>> =>
  api.get(pathOf(clientId))

/** The newest events about a client. */
export const latestEventsOf = async (
  api: AdminApi,
  clientId: string,
  limit: number,
): Promise<readonly AdminAuditEvent[]> =>
  (await api.get<AdminPage<AdminAuditEvent>>('/audit-events', { client_id: clientId, limit })).value.items

/** Registers a client; the same key again gives the same client. */
export const createClient = async (
  api: AdminApi,
  fields: object,
  idempotencyKey: string,
): Promise<AdminClientWithSecret> =>
  (await api.send<AdminClientWithSecret>('POST', '/clients', { body: fields, idempotencyKey })).value

/** Changes one version of a client. */
export const changeClient = (
  api: AdminApi,
  clientId: string,
  fields: object,
  ifMatch: string,
): Promise<Answered<AdminClient>> => api.send('PATCH', pathOf(clientId), { body: fields, ifMatch })

/** Switches a client on or off. */
export const switchClient = async (api: AdminApi, clientId: string, on: boolean): Promise<AdminClient> =>
  (await api.send<AdminClient>('POST', `${pathOf(clientId)}/${on ? 'enable' : 'disable'}`)).value

/** Removes a client. */
export const removeClient = async (api: AdminApi, clientId: string): Promise<void> => {
  await api.send('DELETE', pathOf(clientId))
}

/** Adds a secret beside the others. */
export const addSecret = async (
  api: AdminApi,
  clientId: string,
  fields: object,
  idempotencyKey: string,
): Promise<AdminClientWithSecret> => {
  const path = `${pathOf(clientId)}/secrets`
  return (await api.send<AdminClientWithSecret>('POST', path, { body: fields, idempotencyKey })).value
}

/** Renames a secret or gives it an end. */
export const changeSecret = async (
  api: AdminApi,
  clientId: string,
  secretId: string,
  fields: object,
): Promise<AdminClient> => {
  const path = `${pathOf(clientId)}/secrets/${segment(secretId)}`
  return (await api.send<AdminClient>('PATCH', path, { body: fields })).value
}

/** Removes a secret. */
export const removeSecret = async (api: AdminApi, clientId: string, secretId: string): Promise<AdminClient> =>
  (await api.send<AdminClient>('DELETE', `${pathOf(clientId)}/secrets/${segment(secretId)}`)).value

/** Says what would become of an authorization request, and for whom it names what the tokens would hold. */
export const testSignIn = async (
  api: AdminApi,
  clientId: string,
  request: string,
  user: string | undefined,
): Promise<AdminSignInTest> =>
  (await api.send<AdminSignInTest>('POST', `${pathOf(clientId)}/sign-in-test`, { body: { request, user } }))
    .value
