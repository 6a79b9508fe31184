import { adminPage } from '../../../../../admin-api/admin-page'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'
import { userOf } from '../../../../../users/shown-user'
import { UserDanger } from '../../../../../users/user-danger'

/** Suspending the account, and deleting it. */
export default async function UserDangerPage({ params }: { readonly params: ThingParameters }) {
  const sub = await idOf(params)
  return adminPage(async (api) => {
    const { value: user } = await userOf(api, sub)
    return <UserDanger user={user} />
  })
}
