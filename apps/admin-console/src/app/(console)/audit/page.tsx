import { IconHistory } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { listAuditEvents, listAuditTypes } from '../../../admin-api/audit-events'
import { auditFilters, auditState, AUDIT_FILTER_NAMES } from '../../../audit/audit-filters'
import { AuditLog } from '../../../audit/audit-log'
import { ChainCheck } from '../../../audit/chain-check'
import { eventName } from '../../../audit/event-name'
import { EmptyList } from '../../../list/empty-list'
import { ListBar } from '../../../list/list-bar'
import { listHref, listQuery, readListState, type SearchParameters } from '../../../list/list-state'
import { PageHeading } from '../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('audit'))('title') }
}

/** What happened, and what is happening. */
export default async function AuditPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = auditState(readListState(await searchParams, AUDIT_FILTER_NAMES))
  const t = await getTranslations('audit')
  const kit = await getTranslations('kit.list')
  return adminPage(async (api) => {
    const [page, types] = await Promise.all([listAuditEvents(api, listQuery(state)), listAuditTypes(api)])
    const options = types.map((value) => ({ value, label: eventName(t, value) }))
    const byLabel = options.sort((one, other) => one.label.localeCompare(other.label))
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')}>
          <ChainCheck />
        </PageHeading>
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={auditFilters(t, kit, byLabel, page.items)}
          exportPath="/export/audit"
          exportFormats={['csv', 'jsonl']}
        />
        <AuditLog
          key={listHref('/audit', state)}
          rows={page.items}
          state={state}
          next={page.next_cursor}
          now={new Date()}
        >
          <EmptyList
            isFiltered={Object.keys(state.filters).length > 0}
            path="/audit"
            icon={IconHistory}
            title={t('none')}
          >
            <p>{t('noneSentence')}</p>
          </EmptyList>
        </AuditLog>
      </div>
    )
  })
}
