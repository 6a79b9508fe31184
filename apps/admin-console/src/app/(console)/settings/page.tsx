import { Alert } from '@mantine/core'
import { IconInfoCircle, IconSettings } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { listSettings } from '../../../admin-api/settings'
import { EmptyList } from '../../../list/empty-list'
import { ListBar } from '../../../list/list-bar'
import { readListState, type SearchParameters } from '../../../list/list-state'
import { groupsOf, matchingSettings } from '../../../settings/setting-groups'
import { SettingsList } from '../../../settings/settings-list'
import classes from '../../../settings/settings.module.css'
import { PageHeading } from '../../../shell/page-heading'

const SOURCES = ['environment', 'file', 'default'] as const

export async function generateMetadata() {
  return { title: (await getTranslations('settings'))('title') }
}

/** What the authorization server was told at its start. */
export default async function SettingsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const state = readListState(await searchParams, ['source'])
  const t = await getTranslations('settings')
  return adminPage(async (api) => {
    const settings = await listSettings(api)
    const shown = matchingSettings(settings, { search: state.search, source: state.filters['source'] })
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')} />
        <Alert mb="md" color="gray" icon={<IconInfoCircle size={18} />} title={t('how')}>
          <span className={classes['how']}>
            {t.rich('howSentence', { code: (text) => <code>{text}</code> })}
          </span>
        </Alert>
        <ListBar
          state={state}
          count={{ total: shown.length, isCapped: false }}
          filters={[
            {
              name: 'source',
              label: t('source'),
              options: SOURCES.map((value) => ({ value, label: t(`sources.${value}`) })),
            },
          ]}
          searchLabel={t('search')}
          exportPath="/export/settings"
        />
        {shown.length === 0 ? (
          <EmptyList isFiltered path="/settings" icon={IconSettings} title={t('title')}>
            {null}
          </EmptyList>
        ) : (
          <SettingsList groups={groupsOf(shown)} />
        )}
      </div>
    )
  })
}
