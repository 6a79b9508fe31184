import { adminPage } from '../../../../../admin-api/admin-page'
import { ClientSettings } from '../../../../../clients/client-settings'
import { clientOf, idOf, type ClientParameters } from '../../../../../clients/shown-client'

/** Every attribute of the client. */
export default async function ClientSettingsPage({ params }: { readonly params: ClientParameters }) {
  const clientId = await idOf(params)
  return adminPage(async (api) => {
    const { value: client, etag } = await clientOf(api, clientId)
    return <ClientSettings key={etag} client={client} etag={etag} />
  })
}
