import { adminPage } from '../../../../admin-api/admin-page'
import { ResourceSettings } from '../../../../resources/resource-settings'
import { resourceOf, type ResourceParameters } from '../../../../resources/shown-resource'

/** The API's name, scopes, roles and tokens. */
export default async function ResourcePage({ params }: { readonly params: ResourceParameters }) {
  const { id } = await params
  return adminPage(async (api) => {
    const { value: resource, etag } = await resourceOf(api, id)
    return <ResourceSettings key={etag} resource={resource} etag={etag} />
  })
}
