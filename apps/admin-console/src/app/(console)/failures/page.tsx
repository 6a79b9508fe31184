import { IconBug } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { listFailures } from '../../../admin-api/failures'
import { failureFilters, failureQuery, FAILURE_FILTER_NAMES } from '../../../failures/failure-filters'
import { FailuresTable } from '../../../failures/failures-table'
import { EmptyList } from '../../../list/empty-list'
import { ListBar } from '../../../list/list-bar'
import { readListState, type SearchParameters } from '../../../list/list-state'
import { PageHeading } from '../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('failures'))('title') }
}

/** Requests that were refused, each with the reason. */
export default async function FailuresPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, FAILURE_FILTER_NAMES)
  const t = await getTranslations('failures')
  const kit = await getTranslations('kit.list')
  return adminPage(async (api) => {
    const page = await listFailures(api, failureQuery(state))
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')} />
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={failureFilters(t, kit)}
          searchLabel={t('search')}
          exportPath="/export/failures"
        />
        {page.items.length === 0 ? (
          <EmptyList
            isFiltered={state.search !== '' || Object.keys(state.filters).length > 0}
            path="/failures"
            icon={IconBug}
            title={t('none')}
          >
            <p>{t('noneSentence')}</p>
          </EmptyList>
        ) : (
          <FailuresTable rows={page.items} state={state} next={page.next_cursor} now={new Date()} />
        )}
      </div>
    )
  })
}
