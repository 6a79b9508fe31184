'use client'

import { useTranslations } from 'next-intl'
import type { AdminFailure } from '@gatehouse/token-types'
import { RelativeTime } from '../detail/relative-time'
import { DataTable, type Column } from '../list/data-table'
import classes from '../list/list.module.css'
import type { ListState } from '../list/list-state'

/** Refused requests in rows. */
export function FailuresTable({
  rows,
  state,
  next,
  now,
}: {
  readonly rows: readonly AdminFailure[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
}) {
  const t = useTranslations('failures')
  const columns: Column<AdminFailure>[] = [
    {
      key: 'rule',
      heading: t('rule'),
      render: (row) => (
        <>
          <span className={classes['two']}>{row.rule}</span>
          <span className={classes['under']}>{row.trace_id}</span>
        </>
      ),
    },
    {
      key: 'time',
      heading: t('time'),
      render: (row) => <RelativeTime at={Date.parse(row.at) / 1000} now={now} />,
    },
    { key: 'error', heading: t('error'), from: 'sm', render: (row) => <code>{row.error}</code> },
    { key: 'endpoint', heading: t('endpoint'), from: 'md', render: (row) => <code>{row.endpoint}</code> },
    {
      key: 'client',
      heading: t('client'),
      from: 'md',
      render: (row) => (row.client_id === null ? '—' : <code>{row.client_id}</code>),
    },
  ]
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      columns={columns}
      idOf={(row) => row.trace_id}
      nameOf={(row) => row.rule}
      hrefOf={(row) => `/failures/${encodeURIComponent(row.trace_id)}`}
      state={state}
      path="/failures"
      defaultSort="-at"
      next={next}
    />
  )
}
