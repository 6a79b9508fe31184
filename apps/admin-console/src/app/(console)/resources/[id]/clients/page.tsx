import { IconApps } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../../admin-api/admin-page'
import { listClients } from '../../../../../admin-api/clients'
import { clientFilters, CLIENT_FILTER_NAMES } from '../../../../../clients/client-filters'
import { ClientsTable } from '../../../../../clients/clients-table'
import { EmptyList } from '../../../../../list/empty-list'
import { ListBar } from '../../../../../list/list-bar'
import { listQuery, readListState, type SearchParameters } from '../../../../../list/list-state'
import type { ThingParameters } from '../../../../../detail/shown-thing'
import { resourceOf } from '../../../../../resources/shown-resource'
import { LinkButton } from '../../../../../shell/link-button'

const FILTER_NAMES = CLIENT_FILTER_NAMES.filter((name) => name !== 'resource')

/** The clients that may ask for a scope of the API. */
export default async function ResourceClientsPage({
  params,
  searchParams,
}: {
  readonly params: ThingParameters
  readonly searchParams: Promise<SearchParameters>
}) {
  const { id } = await params
  const state = readListState(await searchParams, FILTER_NAMES)
  const t = await getTranslations()
  return adminPage(async (api) => {
    const { value: resource } = await resourceOf(api, id)
    const page = await listClients(api, { ...listQuery(state), resource: resource.identifier })
    const isFiltered = state.search !== '' || Object.keys(state.filters).length > 0
    const path = `/resources/${id}/clients`
    return (
      <>
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={clientFilters((key) => t(`clients.${key}`))}
          searchLabel={t('clients.search')}
        />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={isFiltered} path={path} icon={IconApps} title={t('resources.clients.none')}>
            <p>{t('resources.clients.noneSentence')}</p>
            <LinkButton href="/clients" variant="default">
              {t('resources.clients.toClients')}
            </LinkButton>
          </EmptyList>
        ) : (
          <ClientsTable
            rows={page.items}
            state={state}
            path={path}
            next={page.next_cursor}
            now={new Date()}
          />
        )}
      </>
    )
  })
}
