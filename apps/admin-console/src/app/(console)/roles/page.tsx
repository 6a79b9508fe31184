import { IconUserShield } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { choosableResources } from '../../../admin-api/resources'
import { listRoles } from '../../../admin-api/roles'
import { EmptyList } from '../../../list/empty-list'
import { ListBar } from '../../../list/list-bar'
import { listQuery, readListState, type SearchParameters } from '../../../list/list-state'
import { RolesTable } from '../../../roles/roles-table'
import { LinkButton } from '../../../shell/link-button'
import { PageHeading } from '../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('roles'))('title') }
}

/** The roles of every API, and how many hold each. */
export default async function RolesPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, ['resource'])
  const t = await getTranslations('roles')
  return adminPage(async (api) => {
    const [page, resources] = await Promise.all([listRoles(api, listQuery(state)), choosableResources(api)])
    const withRoles = resources.filter(({ roles }) => roles.length > 0)
    const isFiltered = state.search !== '' || Object.keys(state.filters).length > 0
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')} />
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={[
            {
              name: 'resource',
              label: t('resource'),
              options: withRoles.map(({ identifier, name }) => ({ value: identifier, label: name })),
            },
          ]}
          searchLabel={t('search')}
          exportPath="/export/roles"
        />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={isFiltered} path="/roles" icon={IconUserShield} title={t('none')}>
            <p>{t('noneSentence')}</p>
            <LinkButton href="/resources">{t('toResources')}</LinkButton>
          </EmptyList>
        ) : (
          <RolesTable
            rows={page.items}
            names={Object.fromEntries(resources.map(({ identifier, name }) => [identifier, name]))}
            state={state}
            next={page.next_cursor}
          />
        )}
      </div>
    )
  })
}
