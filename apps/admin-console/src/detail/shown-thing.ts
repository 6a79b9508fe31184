import 'server-only'
import { cache } from 'react'
import type { AdminApi, Answered } from '../admin-api/admin-api'
import { decodedPart } from './path-part'

/** The parameters of the pages of one thing. */
export type ThingParameters = Promise<{ readonly id: string }>

/** The thing's id. */
export const idOf = async (parameters: ThingParameters): Promise<string> => decodedPart((await parameters).id)

/** As `get`, but asked once for a request of the browser: layout and page need the thing both. */
export function oncePerRequest<Value>(
  get: (api: AdminApi, id: string) => Promise<Answered<Value>>,
): (api: AdminApi, id: string) => Promise<Answered<Value>> {
  const kept = cache(() => new Map<string, Promise<Answered<Value>>>())
  return (api, id) => {
    const asked = kept().get(id) ?? get(api, id)
    kept().set(id, asked)
    return asked
  }
}
