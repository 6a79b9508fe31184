import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../admin-api/admin-page'
import { choosableResources, getResource } from '../../../../admin-api/resources'
import { NewClient } from '../../../../clients/new-client'
import { consoleParts } from '../../../../console'
import type { SearchParameters } from '../../../../list/list-state'
import { resourceIdOf } from '../../../../resources/resource-path'
import { PageHeading } from '../../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('clients.new'))('title') }
}

/** Registering an application, from its kind to its secret; `server_for` names the API that it is to be the server of. */
export default async function NewClientPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const { server_for: serverFor } = await searchParams
  const t = await getTranslations('clients.new')
  const issuer = consoleParts().settings.issuer.href.replace(/\/$/u, '')
  return adminPage(async (api) => {
    const read = async (id: string) => (await getResource(api, id)).value
    const forServer =
      typeof serverFor === 'string' ? [serverFor, resourceIdOf(`${issuer}/oauth2/revocations`)] : []
    const [apis, serverOf, feed] = await Promise.all([choosableResources(api), ...forServer.map(read)])
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')} />
        <NewClient issuer={issuer} apis={apis} details={feed ? [feed] : []} serverOf={serverOf} />
      </div>
    )
  })
}
