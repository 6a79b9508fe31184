import { listFailures } from '../../../admin-api/failures'
import { failureQuery, FAILURE_FILTER_NAMES } from '../../../failures/failure-filters'
import { exportList } from '../../../list/export-route'
import { readListState } from '../../../list/list-state'

/** The filtered list of failures as a file. */
export const GET = (request: Request): Promise<Response> =>
  exportList('failures', new URL(request.url).searchParams, (api, { limit, cursor, ...asked }) => {
    const parameters = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)]))
    return listFailures(api, {
      ...failureQuery(readListState(parameters, FAILURE_FILTER_NAMES)),
      limit,
      cursor,
    })
  })
