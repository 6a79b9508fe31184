import 'server-only'
import { cache } from 'react'
import type { AdminApi } from '../admin-api/admin-api'
import { getClient } from '../admin-api/clients'

/** The parameters of the pages of one client. */
export type ClientParameters = Promise<{ readonly id: string }>

/** The client's id; Next hands parts of an address in as they are spelled there. */
export async function idOf(parameters: ClientParameters): Promise<string> {
  const { id } = await parameters
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

const kept = cache(() => new Map<string, ReturnType<typeof getClient>>())

/** The client with its version, asked for once per request: layout and page need it both. */
export function clientOf(api: AdminApi, clientId: string): ReturnType<typeof getClient> {
  const known = kept().get(clientId)
  if (known) return known
  const asked = getClient(api, clientId)
  kept().set(clientId, asked)
  return asked
}
