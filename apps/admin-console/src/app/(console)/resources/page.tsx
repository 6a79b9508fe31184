import { IconApi, IconPlus } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { listResources } from '../../../admin-api/resources'
import { EmptyList } from '../../../list/empty-list'
import { ListBar } from '../../../list/list-bar'
import { listQuery, readListState, type SearchParameters } from '../../../list/list-state'
import { ResourcesTable } from '../../../resources/resources-table'
import { LinkButton } from '../../../shell/link-button'
import { PageHeading } from '../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('resources'))('title') }
}

/** The APIs that accept tokens. */
export default async function ResourcesPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, [])
  const t = await getTranslations('resources')
  return adminPage(async (api) => {
    const page = await listResources(api, listQuery(state))
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')}>
          <LinkButton href="/new/resource" leftSection={<IconPlus size={16} />}>
            {t('register')}
          </LinkButton>
        </PageHeading>
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={[]}
          searchLabel={t('search')}
          exportPath="/export/resources"
        />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={state.search !== ''} path="/resources" icon={IconApi} title={t('none')}>
            <p>{t('noneSentence')}</p>
            <LinkButton href="/new/resource">{t('register')}</LinkButton>
          </EmptyList>
        ) : (
          <ResourcesTable rows={page.items} state={state} next={page.next_cursor} now={new Date()} />
        )}
      </div>
    )
  })
}
