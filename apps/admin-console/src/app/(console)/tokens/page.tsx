import { IconTicket } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { listFamilies } from '../../../admin-api/tokens'
import { EmptyList } from '../../../list/empty-list'
import { ListBar } from '../../../list/list-bar'
import { listQuery, readListState, type SearchParameters } from '../../../list/list-state'
import { LinkButton } from '../../../shell/link-button'
import { FamiliesTable } from '../../../tokens/families-table'
import { familyFilters, FAMILY_FILTER_NAMES } from '../../../tokens/token-filters'
import { TokensHeading } from '../../../tokens/tokens-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('tokens'))('title') }
}

/** Refresh families: who holds tokens of whom. */
export default async function TokensPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, FAMILY_FILTER_NAMES)
  const t = await getTranslations('tokens')
  return adminPage(async (api) => {
    const page = await listFamilies(api, listQuery(state))
    const isFiltered = state.search !== '' || Object.keys(state.filters).length > 0
    return (
      <div>
        <TokensHeading />
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={familyFilters(t, page.items)}
          searchLabel={t('search')}
          exportPath="/export/token-families"
        />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={isFiltered} path="/tokens" icon={IconTicket} title={t('noFamilies')}>
            <p>{t('noFamiliesSentence')}</p>
            <LinkButton href="/clients">{t('toClients')}</LinkButton>
          </EmptyList>
        ) : (
          <FamiliesTable rows={page.items} state={state} next={page.next_cursor} now={new Date()} />
        )}
      </div>
    )
  })
}
