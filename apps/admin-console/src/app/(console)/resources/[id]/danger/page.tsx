import { adminPage } from '../../../../../admin-api/admin-page'
import { listClients } from '../../../../../admin-api/clients'
import { listRoles } from '../../../../../admin-api/roles'
import { ResourceDanger } from '../../../../../resources/resource-danger'
import type { ThingParameters } from '../../../../../detail/shown-thing'
import { resourceOf } from '../../../../../resources/shown-resource'

/** Removing the API. */
export default async function ResourceDangerPage({ params }: { readonly params: ThingParameters }) {
  const { id } = await params
  return adminPage(async (api) => {
    const { value: resource } = await resourceOf(api, id)
    const { identifier } = resource
    const [callers, servers, roles] = await Promise.all([
      listClients(api, { resource: identifier, limit: 1 }),
      listClients(api, { resource_server_for: identifier, limit: 1 }),
      listRoles(api, { resource: identifier, limit: 100 }),
    ])
    const use = {
      callers: callers.total ?? 0,
      servers: servers.total ?? 0,
      holders: roles.items.reduce((sum, { holders }) => sum + holders, 0),
    }
    return <ResourceDanger resource={resource} use={use} />
  })
}
