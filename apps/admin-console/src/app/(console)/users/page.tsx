import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { listUsers } from '../../../admin-api/users'
import { EmptyList } from '../../../list/empty-list'
import { ListBar } from '../../../list/list-bar'
import { listQuery, readListState, type SearchParameters } from '../../../list/list-state'
import { LinkButton } from '../../../shell/link-button'
import { PageHeading } from '../../../shell/page-heading'
import { userFilters, USER_FILTER_NAMES } from '../../../users/user-filters'
import { UsersTable } from '../../../users/users-table'

export async function generateMetadata() {
  return { title: (await getTranslations('users'))('title') }
}

/** People with accounts. */
export default async function UsersPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, USER_FILTER_NAMES)
  const t = await getTranslations('users')
  return adminPage(async (api) => {
    const page = await listUsers(api, listQuery(state))
    const isFiltered = state.search !== '' || Object.keys(state.filters).length > 0
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')}>
          <LinkButton href="/new/user" leftSection={<IconUserPlus size={16} />}>
            {t('create')}
          </LinkButton>
        </PageHeading>
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={userFilters(t)}
          searchLabel={t('search')}
          exportPath="/export/users"
        />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={isFiltered} path="/users" icon={IconUsers} title={t('none')}>
            <p>{t('noneSentence')}</p>
            <LinkButton href="/new/user">{t('create')}</LinkButton>
          </EmptyList>
        ) : (
          <UsersTable rows={page.items} state={state} next={page.next_cursor} now={new Date()} />
        )}
      </div>
    )
  })
}
