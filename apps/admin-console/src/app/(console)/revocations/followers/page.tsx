import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../admin-api/admin-page'
import { getFollowers } from '../../../../admin-api/revocations'
import { FollowersView } from '../../../../revocations/followers-view'
import { RevocationsHeading } from '../../../../revocations/revocations-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('revocations'))('followersTitle') }
}

/** How far each API says that it applied the list of revocations. */
export default async function FollowersPage() {
  return adminPage(async (api) => {
    const value = await getFollowers(api)
    return (
      <div>
        <RevocationsHeading />
        <FollowersView first={{ value, at: new Date() }} />
      </div>
    )
  })
}
