import { listSettings } from '../../../admin-api/settings'
import { exportList } from '../../../list/export-route'
import { matchingSettings } from '../../../settings/setting-groups'

/** The filtered settings as a file; secrets are not among what the server tells. */
export const GET = (request: Request): Promise<Response> =>
  exportList('settings', new URL(request.url).searchParams, async (api, { search = '', source }) => {
    const items = matchingSettings(await listSettings(api), {
      search: String(search),
      source: source === undefined ? undefined : String(source),
    })
    return { items, next_cursor: null, total: items.length, total_is_capped: false }
  })
