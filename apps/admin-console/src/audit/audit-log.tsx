'use client'

import { Switch } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import type { AdminAuditEvent } from '@gatehouse/token-types'
import { listHref, type ListState } from '../list/list-state'
import { LiveStatus } from '../live/live-status'
import { AuditTable } from './audit-table'
import classes from './audit.module.css'
import { useLiveTail } from './live-tail'

/** The log, with what happens from now on above it while somebody watches. */
export function AuditLog({
  rows,
  state,
  next,
  now,
  children,
}: {
  readonly rows: readonly AdminAuditEvent[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
  /** Stands in place of a list without rows. */
  readonly children: ReactNode
}) {
  const t = useTranslations('audit')
  const [isOn, setOn] = useState(false)
  const isFirstPage = state.cursor === undefined
  // An empty list holds nothing that could be missed: whatever matches at all is news.
  const after = rows[0]?.sequence ?? '0'
  const href = listHref('/live/audit', { ...state, cursor: undefined, limit: 25 })
  const tail = useLiveTail(isOn && isFirstPage, href, after)
  const known = new Set(rows.map(({ sequence }) => sequence))
  const news = tail.events.filter(({ sequence }) => !known.has(sequence))
  const latest = Math.max(now.getTime(), ...news.slice(0, 1).map(({ at }) => Date.parse(at)))
  return (
    <>
      {isFirstPage && (
        <div className={classes['live']}>
          <Switch
            label={t('live.switch')}
            checked={isOn}
            onChange={(event) => setOn(event.currentTarget.checked)}
          />
          {isOn && <LiveStatus state={tail.state} path={listHref('/audit', state)} />}
          <p role="status">{news.length > 0 && t('live.news', { count: news.length })}</p>
        </div>
      )}
      {rows.length + news.length === 0 ? (
        children
      ) : (
        <AuditTable rows={[...news, ...rows]} state={state} next={next} now={new Date(latest)} />
      )}
    </>
  )
}
