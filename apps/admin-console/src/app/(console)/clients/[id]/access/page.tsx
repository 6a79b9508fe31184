import { adminPage } from '../../../../../admin-api/admin-page'
import { choosableResources, getResource } from '../../../../../admin-api/resources'
import { ClientAccess } from '../../../../../clients/client-access'
import { clientOf } from '../../../../../clients/shown-client'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'
import { resourceIdOf } from '../../../../../resources/resource-path'

/** What the client may ask for, and whether people are asked. */
export default async function ClientAccessPage({ params }: { readonly params: ThingParameters }) {
  const clientId = await idOf(params)
  return adminPage(async (api) => {
    const { value: client, etag } = await clientOf(api, clientId)
    const identifiers = [...new Set(client.resource_scopes.map(({ resource }) => resource))]
    const [apis, ...details] = await Promise.all([
      choosableResources(api),
      ...identifiers.map(async (identifier) => (await getResource(api, resourceIdOf(identifier))).value),
    ])
    return <ClientAccess key={etag} client={client} etag={etag} apis={apis} details={details} />
  })
}
