import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { getFollowers, listRevocations } from '../../../admin-api/revocations'
import { listQuery, readListState, type SearchParameters } from '../../../list/list-state'
import { REVOCATION_FILTER_NAMES } from '../../../revocations/revocation-filters'
import { RevocationsHeading } from '../../../revocations/revocations-heading'
import { RevocationsView } from '../../../revocations/revocations-view'

export async function generateMetadata() {
  return { title: (await getTranslations('revocations'))('title') }
}

/** What ended before its time, and what ends while one looks. */
export default async function RevocationsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, REVOCATION_FILTER_NAMES)
  return adminPage(async (api) => {
    // First the place, then the list: what is revoked in between stands in both, and is left out of none.
    const { newest } = await getFollowers(api)
    const page = await listRevocations(api, listQuery(state))
    return (
      <div>
        <RevocationsHeading />
        <RevocationsView page={page} state={state} place={newest} now={new Date()} />
      </div>
    )
  })
}
