'use client'

import { useTranslations } from 'next-intl'
import type { AdminResourceRow } from '@gatehouse/token-types'
import { StateBadge } from '../detail/card'
import { RelativeTime } from '../detail/relative-time'
import { useDuration } from '../detail/duration'
import { DataTable, type Column } from '../list/data-table'
import lists from '../list/list.module.css'
import type { ListState } from '../list/list-state'
import classes from './resources.module.css'

/** So many names of scopes stand in a row; of more it says how many. */
const MOST_NAMED = 2

/** APIs in rows. */
export function ResourcesTable({
  rows,
  state,
  next,
  now,
}: {
  readonly rows: readonly AdminResourceRow[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
}) {
  const t = useTranslations('resources')
  const duration = useDuration()
  const columns: Column<AdminResourceRow>[] = [
    {
      key: 'name',
      heading: t('name'),
      sort: 'name',
      render: (row) => (
        <>
          <span className={lists['two']}>
            {row.name} {row.built_in && <StateBadge tone="grey">{t('builtIn')}</StateBadge>}
          </span>
          <span className={lists['under']}>{row.identifier}</span>
        </>
      ),
    },
    { key: 'scopes', heading: t('scopes'), from: 'sm', render: ({ scopes }) => <Names names={scopes} /> },
    { key: 'roles', heading: t('roles'), from: 'md', render: ({ roles }) => <Names names={roles} /> },
    {
      key: 'lifetime',
      heading: t('lifetime'),
      from: 'md',
      render: (row) => <span className={classes['line']}>{duration(row.access_token_lifetime_seconds)}</span>,
    },
    {
      key: 'created',
      heading: t('created'),
      sort: 'created_at',
      from: 'md',
      render: (row) => (
        <span className={classes['line']}>
          <RelativeTime at={Date.parse(row.created_at) / 1000} now={now} />
        </span>
      ),
    },
  ]
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      columns={columns}
      idOf={(row) => row.id}
      nameOf={(row) => row.name}
      hrefOf={(row) => `/resources/${row.id}`}
      state={state}
      path="/resources"
      defaultSort="name"
      next={next}
    />
  )
}

function Names({ names }: { readonly names: readonly string[] }) {
  const t = useTranslations('resources')
  if (names.length === 0) return <span className={classes['none']}>{t('noNames')}</span>
  return (
    <span className={classes['names']}>
      {names.slice(0, MOST_NAMED).map((name) => (
        <code key={name}>{name}</code>
      ))}
      {names.length > MOST_NAMED && <span>{t('moreNames', { count: names.length - MOST_NAMED })}</span>}
    </span>
  )
}
