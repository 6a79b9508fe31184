import { listRoleHolders } from '../../../../../admin-api/roles'
import { exportList } from '../../../../../list/export-route'
import { roleOf } from '../../../../../roles/role-path'

/** Who holds one role, as a file. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string; readonly role: string }> },
): Promise<Response> {
  const role = roleOf(await params)
  return exportList('role-holders', new URL(request.url).searchParams, (api, query) =>
    listRoleHolders(api, { ...query, ...role }),
  )
}
