import { IconDeviceLaptop } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { listSessions } from '../../../admin-api/sessions'
import { EmptyList } from '../../../list/empty-list'
import { ListBar } from '../../../list/list-bar'
import { listQuery, readListState, type SearchParameters } from '../../../list/list-state'
import { EndEverything } from '../../../sessions/end-buttons'
import { sessionFilters, SESSION_FILTER_NAMES } from '../../../sessions/session-filters'
import { SessionsTable } from '../../../sessions/sessions-table'
import { PageHeading } from '../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('sessions'))('title') }
}

/** Who is signed in right now. */
export default async function SessionsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, SESSION_FILTER_NAMES)
  const t = await getTranslations('sessions')
  return adminPage(async (api) => {
    const page = await listSessions(api, listQuery(state))
    const isFiltered = state.search !== '' || Object.keys(state.filters).length > 0
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')}>
          <EndEverything />
        </PageHeading>
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={sessionFilters(t, page.items)}
          searchLabel={t('search')}
          exportPath="/export/sessions"
        />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={isFiltered} path="/sessions" icon={IconDeviceLaptop} title={t('none')}>
            <p>{t('noneSentence')}</p>
          </EmptyList>
        ) : (
          <SessionsTable
            rows={page.items}
            state={state}
            next={page.next_cursor}
            now={new Date()}
            path="/sessions"
          />
        )}
      </div>
    )
  })
}
