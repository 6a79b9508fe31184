import { IconHistory } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../../admin-api/admin-page'
import { listAuditEvents } from '../../../../../admin-api/audit-events'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'
import { EmptyList } from '../../../../../list/empty-list'
import { listQuery, readListState, type SearchParameters } from '../../../../../list/list-state'
import { ActivitySwitch, UserActivity } from '../../../../../users/user-activity'

/** What happened to the person, or what they did. */
export default async function UserActivityPage({
  params,
  searchParams,
}: {
  readonly params: ThingParameters
  readonly searchParams: Promise<SearchParameters>
}) {
  const sub = await idOf(params)
  const state = readListState(await searchParams, ['by'])
  const path = `/users/${encodeURIComponent(sub)}/activity`
  const t = await getTranslations('users.activity')
  return adminPage(async (api) => {
    const { limit, cursor } = listQuery(state)
    const isBy = state.filters['by'] === 'actor'
    const page = await listAuditEvents(api, { limit, cursor, [isBy ? 'actor' : 'subject']: sub })
    return (
      <>
        <ActivitySwitch path={path} isBy={isBy} />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={false} path={path} icon={IconHistory} title={t(isBy ? 'noneBy' : 'none')}>
            <p>{t(isBy ? 'noneBySentence' : 'noneSentence')}</p>
          </EmptyList>
        ) : (
          <UserActivity
            sub={sub}
            rows={page.items}
            state={state}
            next={page.next_cursor}
            now={new Date()}
            path={path}
          />
        )}
      </>
    )
  })
}
