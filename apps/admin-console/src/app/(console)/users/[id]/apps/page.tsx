import { IconApps } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../../admin-api/admin-page'
import { listGrants } from '../../../../../admin-api/grants'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'
import { EmptyList } from '../../../../../list/empty-list'
import { listQuery, readListState, type SearchParameters } from '../../../../../list/list-state'
import { UserApps } from '../../../../../users/user-apps'

/** What the person allowed applications. */
export default async function UserAppsPage({
  params,
  searchParams,
}: {
  readonly params: ThingParameters
  readonly searchParams: Promise<SearchParameters>
}) {
  const sub = await idOf(params)
  const state = readListState(await searchParams, [])
  const path = `/users/${encodeURIComponent(sub)}/apps`
  const t = await getTranslations('users.apps')
  return adminPage(async (api) => {
    const page = await listGrants(api, { ...listQuery(state), user: sub })
    return page.items.length === 0 ? (
      <EmptyList isFiltered={false} path={path} icon={IconApps} title={t('none')}>
        <p>{t('noneSentence')}</p>
      </EmptyList>
    ) : (
      <UserApps rows={page.items} state={state} next={page.next_cursor} now={new Date()} path={path} />
    )
  })
}
