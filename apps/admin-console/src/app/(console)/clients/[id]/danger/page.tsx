import { adminPage } from '../../../../../admin-api/admin-page'
import { ClientDanger } from '../../../../../clients/client-danger'
import { clientOf } from '../../../../../clients/shown-client'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'

/** Switching the client off, and removing it. */
export default async function ClientDangerPage({ params }: { readonly params: ThingParameters }) {
  const clientId = await idOf(params)
  return adminPage(async (api) => {
    const { value: client } = await clientOf(api, clientId)
    return <ClientDanger client={client} />
  })
}
