import { IconApps, IconPlus } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { listClients } from '../../../admin-api/clients'
import { ClientsTable } from '../../../clients/clients-table'
import { clientFilters, CLIENT_FILTER_NAMES } from '../../../clients/client-filters'
import { EmptyList } from '../../../list/empty-list'
import { ListBar } from '../../../list/list-bar'
import { listQuery, readListState, type SearchParameters } from '../../../list/list-state'
import { LinkButton } from '../../../shell/link-button'
import { PageHeading } from '../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('clients'))('title') }
}

/** The applications that ask for tokens. */
export default async function ClientsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, CLIENT_FILTER_NAMES)
  const t = await getTranslations('clients')
  return adminPage(async (api) => {
    const page = await listClients(api, listQuery(state))
    const isFiltered = state.search !== '' || Object.keys(state.filters).length > 0
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')}>
          <LinkButton href="/new/client" leftSection={<IconPlus size={16} />}>
            {t('register')}
          </LinkButton>
        </PageHeading>
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={clientFilters(t)}
          searchLabel={t('search')}
          exportPath="/export/clients"
        />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={isFiltered} path="/clients" icon={IconApps} title={t('none')}>
            <p>{t('noneSentence')}</p>
            <LinkButton href="/new/client">{t('register')}</LinkButton>
          </EmptyList>
        ) : (
          <ClientsTable rows={page.items} state={state} next={page.next_cursor} now={new Date()} />
        )}
      </div>
    )
  })
}
