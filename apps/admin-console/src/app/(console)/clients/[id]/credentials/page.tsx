import { adminPage } from '../../../../../admin-api/admin-page'
import { ClientCredentials } from '../../../../../clients/client-credentials'
import { clientOf } from '../../../../../clients/shown-client'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'

/** The client's secrets and keys. */
export default async function ClientCredentialsPage({ params }: { readonly params: ThingParameters }) {
  const clientId = await idOf(params)
  return adminPage(async (api) => {
    const { value: client } = await clientOf(api, clientId)
    return <ClientCredentials client={client} now={new Date()} />
  })
}
