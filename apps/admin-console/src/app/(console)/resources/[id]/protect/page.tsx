import { adminPage } from '../../../../../admin-api/admin-page'
import { listClients } from '../../../../../admin-api/clients'
import { consoleParts } from '../../../../../console'
import { Protect } from '../../../../../resources/protect'
import type { ThingParameters } from '../../../../../detail/shown-thing'
import { resourceOf } from '../../../../../resources/shown-resource'

/** How a service accepts tokens for the API. */
export default async function ProtectPage({ params }: { readonly params: ThingParameters }) {
  const { id } = await params
  return adminPage(async (api) => {
    const { value: resource } = await resourceOf(api, id)
    const servers = await listClients(api, { resource_server_for: resource.identifier, limit: 25 })
    const issuer = consoleParts().settings.issuer.href.replace(/\/$/u, '')
    return <Protect resource={resource} issuer={issuer} servers={servers.items} />
  })
}
