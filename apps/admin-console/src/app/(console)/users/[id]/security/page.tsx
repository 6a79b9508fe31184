import { adminPage } from '../../../../../admin-api/admin-page'
import { locksOf } from '../../../../../admin-api/users'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'
import { userOf } from '../../../../../users/shown-user'
import { UserSecurity } from '../../../../../users/user-security'

/** How the person signs in. */
export default async function UserSecurityPage({ params }: { readonly params: ThingParameters }) {
  const sub = await idOf(params)
  return adminPage(async (api) => {
    const [{ value: user }, locks] = await Promise.all([userOf(api, sub), locksOf(api, sub)])
    return <UserSecurity user={user} locks={locks} now={new Date()} />
  })
}
