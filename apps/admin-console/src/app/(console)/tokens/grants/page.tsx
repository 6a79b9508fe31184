import { IconTicket } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../admin-api/admin-page'
import { listGrants } from '../../../../admin-api/grants'
import { EmptyList } from '../../../../list/empty-list'
import { ListBar } from '../../../../list/list-bar'
import { listQuery, readListState, type SearchParameters } from '../../../../list/list-state'
import { LinkButton } from '../../../../shell/link-button'
import { GrantsTable } from '../../../../tokens/grants-table'
import { GRANT_FILTER_NAMES, grantFilters } from '../../../../tokens/token-filters'
import { TokensHeading } from '../../../../tokens/tokens-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('tokens'))('grants') }
}

/** What people allowed clients. */
export default async function GrantsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, GRANT_FILTER_NAMES)
  const t = await getTranslations('tokens')
  return adminPage(async (api) => {
    const page = await listGrants(api, listQuery(state))
    const isFiltered = state.search !== '' || Object.keys(state.filters).length > 0
    return (
      <div>
        <TokensHeading />
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={grantFilters(t, page.items)}
          searchLabel={t('searchGrants')}
          exportPath="/export/grants"
        />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={isFiltered} path="/tokens/grants" icon={IconTicket} title={t('noGrants')}>
            <p>{t('noGrantsSentence')}</p>
            <LinkButton href="/clients">{t('toClients')}</LinkButton>
          </EmptyList>
        ) : (
          <GrantsTable rows={page.items} state={state} next={page.next_cursor} now={new Date()} />
        )}
      </div>
    )
  })
}
