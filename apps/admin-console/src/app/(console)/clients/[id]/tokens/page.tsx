import { adminPage } from '../../../../../admin-api/admin-page'
import { listFamilies } from '../../../../../admin-api/tokens'
import { ClientTokens } from '../../../../../clients/client-tokens'
import { clientOf } from '../../../../../clients/shown-client'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'

const SHOWN_FAMILIES = 10

/** How long tokens of the client live, and who holds which. */
export default async function ClientTokensPage({ params }: { readonly params: ThingParameters }) {
  const clientId = await idOf(params)
  return adminPage(async (api) => {
    const [{ value: client }, alive] = await Promise.all([
      clientOf(api, clientId),
      listFamilies(api, { client_id: clientId, state: 'alive', limit: SHOWN_FAMILIES }),
    ])
    return <ClientTokens client={client} alive={alive} now={new Date()} />
  })
}
