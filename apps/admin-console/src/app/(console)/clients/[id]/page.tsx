import { adminPage } from '../../../../admin-api/admin-page'
import { Integrate } from '../../../../clients/integrate'
import { clientOf } from '../../../../clients/shown-client'
import { idOf, type ThingParameters } from '../../../../detail/shown-thing'
import { consoleParts } from '../../../../console'

/** How to connect the application. */
export default async function ClientPage({ params }: { readonly params: ThingParameters }) {
  const clientId = await idOf(params)
  return adminPage(async (api) => {
    const { value: client } = await clientOf(api, clientId)
    return <Integrate client={client} issuer={consoleParts().settings.issuer.href.replace(/\/$/u, '')} />
  })
}
