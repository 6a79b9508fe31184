import 'server-only'
import { cache } from 'react'
import type { AdminApi } from '../admin-api/admin-api'
import { getClient } from '../admin-api/clients'
import { decodedPart } from '../detail/path-part'

/** The parameters of the pages of one client. */
export type ClientParameters = Promise<{ readonly id: string }>

/** The client's id. */
export const idOf = async (parameters: ClientParameters): Promise<string> =>
  decodedPart((await parameters).id)

const kept = cache(() => new Map<string, ReturnType<typeof getClient>>())

/** The client with its version, asked for once per request: layout and page need it both. */
export function clientOf(api: AdminApi, clientId: string): ReturnType<typeof getClient> {
  const known = kept().get(clientId)
  if (known) return known
  const asked = getClient(api, clientId)
  kept().set(clientId, asked)
  return asked
}
