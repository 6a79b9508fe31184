import 'server-only'
import { cache } from 'react'
import type { AdminApi } from '../admin-api/admin-api'
import { getResource } from '../admin-api/resources'

/** The parameters of the pages of one API; its id is base64url, which no address spells otherwise. */
export type ResourceParameters = Promise<{ readonly id: string }>

const kept = cache(() => new Map<string, ReturnType<typeof getResource>>())

/** The API with its version, asked for once per request: layout and page need it both. */
export function resourceOf(api: AdminApi, id: string): ReturnType<typeof getResource> {
  const known = kept().get(id)
  if (known) return known
  const asked = getResource(api, id)
  kept().set(id, asked)
  return asked
}
