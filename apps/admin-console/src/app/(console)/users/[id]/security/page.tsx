import { adminPage } from '../../../../../admin-api/admin-page'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'
import { userOf } from '../../../../../users/shown-user'
import { UserSecurity } from '../../../../../users/user-security'

/** How the person signs in. */
export default async function UserSecurityPage({ params }: { readonly params: ThingParameters }) {
  const sub = await idOf(params)
  return adminPage(async (api) => {
    const { value: user } = await userOf(api, sub)
    return <UserSecurity user={user} now={new Date()} />
  })
}
