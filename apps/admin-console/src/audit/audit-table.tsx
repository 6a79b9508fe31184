'use client'

import { useTranslations } from 'next-intl'
import type { AdminAuditEvent } from '@gatehouse/token-types'
import { StateBadge } from '../detail/card'
import { RelativeTime } from '../detail/relative-time'
import { DataTable, type Column } from '../list/data-table'
import classes from '../list/list.module.css'
import type { ListState } from '../list/list-state'
import { eventName } from './event-name'
import { PartyName } from './party'

/** Events in rows. */
export function AuditTable({
  rows,
  state,
  next,
  now,
}: {
  readonly rows: readonly AdminAuditEvent[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
}) {
  const t = useTranslations('audit')
  const columns: Column<AdminAuditEvent>[] = [
    {
      key: 'event',
      heading: t('type'),
      render: (row) => (
        <>
          <span className={classes['two']}>{eventName(t, row.type)}</span>
          <span className={classes['under']}>{row.type}</span>
        </>
      ),
    },
    {
      key: 'time',
      heading: t('time'),
      render: (row) => <RelativeTime at={Date.parse(row.at) / 1000} now={now} />,
    },
    {
      key: 'actor',
      heading: t('actor'),
      from: 'sm',
      render: (row) => <PartyName party={row.actor} />,
    },
    {
      key: 'subject',
      heading: t('subject'),
      from: 'sm',
      render: (row) => <PartyName party={row.subject} />,
    },
    { key: 'client', heading: t('client'), from: 'md', render: (row) => <PartyName party={row.client} /> },
    {
      key: 'address',
      heading: t('address'),
      from: 'md',
      render: (row) => (row.ip_address === null ? '—' : <code>{row.ip_address}</code>),
    },
    { key: 'outcome', heading: t('outcome'), render: (row) => <Outcome outcome={row.outcome} /> },
  ]
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      columns={columns}
      idOf={(row) => row.sequence}
      nameOf={(row) => eventName(t, row.type)}
      hrefOf={(row) => `/audit/${row.sequence}`}
      state={state}
      path="/audit"
      defaultSort="-sequence"
      next={next}
    />
  )
}

/** How it went. */
export function Outcome({ outcome }: { readonly outcome: string }) {
  const t = useTranslations('audit')
  if (outcome === 'success') return <StateBadge tone="teal">{t('success')}</StateBadge>
  return <StateBadge tone="red">{outcome === 'failure' ? t('failure') : outcome}</StateBadge>
}
