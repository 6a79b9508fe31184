'use client'

import { IconBroadcast } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminPage, AdminRevocation } from '@gatehouse/token-types'
import { Notice } from '../detail/notice'
import { EmptyList } from '../list/empty-list'
import { ListBar } from '../list/list-bar'
import type { ListState } from '../list/list-state'
import { LinkButton } from '../shell/link-button'
import { LiveBar } from './live-bar'
import { useLiveRevocations } from './live-events'
import { beginsWithNewest, passes, revocationFilters } from './revocation-filters'
import { RevocationsTable } from './revocations-table'

/** The list of revocations, which grows at the top while one looks at it. */
export function RevocationsView({
  page,
  state,
  place,
  now,
}: {
  readonly page: AdminPage<AdminRevocation>
  readonly state: ListState
  /** Up to which `page` knows the list. */
  readonly place: string
  readonly now: Date
}) {
  const t = useTranslations('revocations')
  const [shownSince] = useState(now)
  const live = useLiveRevocations(place)
  const shown = new Set(page.items.map(({ sequence }) => sequence))
  const news = live.entries.filter(passes(state)).filter(({ sequence }) => !shown.has(sequence))
  const rows = beginsWithNewest(state) ? [...news, ...page.items] : page.items
  const isFiltered = state.search !== '' || Object.keys(state.filters).length > 0
  return (
    <>
      <LiveBar state={live.state} place={live.place} news={live.entries.length} setPaused={live.setPaused} />
      {live.isIncomplete && <Notice title={t('live.missed')} />}
      <ListBar
        state={state}
        count={{
          total: page.total === null ? null : page.total + (beginsWithNewest(state) ? news.length : 0),
          isCapped: page.total_is_capped,
        }}
        filters={revocationFilters(t)}
        searchLabel={t('search')}
        exportPath="/export/revocations"
      />
      {rows.length === 0 ? (
        <EmptyList isFiltered={isFiltered} path="/revocations" icon={IconBroadcast} title={t('none')}>
          <p>{t('noneSentence')}</p>
          <LinkButton href="/tokens">{t('toTokens')}</LinkButton>
        </EmptyList>
      ) : (
        <RevocationsTable
          rows={rows}
          fresh={new Set(news.map(({ sequence }) => sequence))}
          state={state}
          next={page.next_cursor}
          now={news.length > 0 ? latest(news, now) : shownSince}
        />
      )}
    </>
  )
}

/** New entries are told relative to the newest of them, not to a moment before they were. */
const latest = (entries: readonly AdminRevocation[], now: Date): Date =>
  new Date(Math.max(now.getTime(), ...entries.map(({ revoked_at: at }) => Date.parse(at))))
