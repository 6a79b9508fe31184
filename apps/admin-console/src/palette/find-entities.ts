'use server'

import type { AdminApi } from '../admin-api/admin-api'
import { attempt } from '../admin-api/attempt'
import { listAuditEvents } from '../admin-api/audit-events'
import { listClients } from '../admin-api/clients'
import { listUsers } from '../admin-api/users'
import { listResources } from '../admin-api/resources'
import { getFailure } from '../admin-api/failures'
import type { NavigationLabel } from '../shell/navigation'
import { nameOfPerson } from '../users/person-name'

/** Something that the palette can open. */
export interface FoundEntity {
  readonly kind: NavigationLabel
  readonly title: string
  /** Tells it from others of the same title. */
  readonly detail?: string
  readonly href: string
}

const MOST_OF_A_KIND = 5
/** What error pages and problem answers call a request by; anything else is not asked for. */
const TRACE_ID = /^[\w-]{8,64}$/u

/** Where each kind of thing is looked for. What the person may not read is not found. */
const SOURCES: readonly ((api: AdminApi, search: string) => Promise<FoundEntity[]>)[] = [
  async (api, search) =>
    (await listUsers(api, { search, limit: MOST_OF_A_KIND })).items.map((user) => ({
      kind: 'users',
      title: nameOfPerson(user),
      detail: user.email ?? user.username,
      href: `/users/${encodeURIComponent(user.sub)}`,
    })),
  async (api, search) =>
    (await listClients(api, { search, limit: MOST_OF_A_KIND })).items.map((client) => ({
      kind: 'clients',
      title: client.client_name,
      href: `/clients/${encodeURIComponent(client.client_id)}`,
    })),
  async (api, search) =>
    (await listResources(api, { search, limit: MOST_OF_A_KIND })).items.map(({ id, name }) => ({
      kind: 'resources',
      title: name,
      href: `/resources/${id}`,
    })),
  async (api, search) => {
    if (!TRACE_ID.test(search)) return []
    const { trace_id, error, endpoint } = await getFailure(api, search)
    return [
      {
        kind: 'failures',
        title: `${error} · ${endpoint}`,
        href: `/failures/${encodeURIComponent(trace_id)}`,
      },
    ]
  },
  async (api, search) => {
    if (!TRACE_ID.test(search)) return []
    const { items } = await listAuditEvents(api, { trace_id: search, limit: 1 })
    const href = `/audit?${new URLSearchParams({ trace_id: search })}`
    return items.map(({ type }) => ({ kind: 'audit', title: type, href }))
  },
]

/** Things whose name or id holds the text. */
export async function findEntities(search: string): Promise<readonly FoundEntity[]> {
  const text = search.slice(0, 200)
  const outcome = await attempt(async (api) => {
    const answers = await Promise.allSettled(SOURCES.map((find) => find(api, text)))
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  })
  return outcome.state === 'done' ? outcome.value : []
}
