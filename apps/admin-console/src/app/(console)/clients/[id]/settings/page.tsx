import { adminPage } from '../../../../../admin-api/admin-page'
import { ClientSettings } from '../../../../../clients/client-settings'
import { clientOf } from '../../../../../clients/shown-client'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'

/** Every attribute of the client. */
export default async function ClientSettingsPage({ params }: { readonly params: ThingParameters }) {
  const clientId = await idOf(params)
  return adminPage(async (api) => {
    const { value: client, etag } = await clientOf(api, clientId)
    return <ClientSettings key={etag} client={client} etag={etag} />
  })
}
