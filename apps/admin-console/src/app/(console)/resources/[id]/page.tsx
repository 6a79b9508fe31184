import { adminPage } from '../../../../admin-api/admin-page'
import { ResourceSettings } from '../../../../resources/resource-settings'
import type { ThingParameters } from '../../../../detail/shown-thing'
import { resourceOf } from '../../../../resources/shown-resource'

/** The API's name, scopes, roles and tokens. */
export default async function ResourcePage({ params }: { readonly params: ThingParameters }) {
  const { id } = await params
  return adminPage(async (api) => {
    const { value: resource, etag } = await resourceOf(api, id)
    return <ResourceSettings key={etag} resource={resource} etag={etag} />
  })
}
