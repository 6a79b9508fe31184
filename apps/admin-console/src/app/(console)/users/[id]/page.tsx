import { adminPage } from '../../../../admin-api/admin-page'
import { idOf, type ThingParameters } from '../../../../detail/shown-thing'
import { AccountCard } from '../../../../users/account-card'
import { RolesCard } from '../../../../users/roles-card'
import { userOf } from '../../../../users/shown-user'
import { UserProfile } from '../../../../users/user-profile'

/** Who the person is, and what they may do. */
export default async function UserPage({ params }: { readonly params: ThingParameters }) {
  const sub = await idOf(params)
  return adminPage(async (api) => {
    const { value: user, etag } = await userOf(api, sub)
    return (
      <>
        <AccountCard user={user} now={new Date()} />
        <RolesCard user={user} />
        <UserProfile key={etag} user={user} etag={etag} />
      </>
    )
  })
}
