'use client'

import { useTranslations } from 'next-intl'
import type { AdminRoleHolder } from '@gatehouse/token-types'
import { CopyValue } from '../detail/copy-value'
import { StateBadge } from '../detail/card'
import { RelativeTime } from '../detail/relative-time'
import { DataTable, type Column } from '../list/data-table'
import lists from '../list/list.module.css'
import type { ListState } from '../list/list-state'

/** People who hold a role, in rows. */
export function HoldersTable({
  rows,
  state,
  path,
  next,
  now,
}: {
  readonly rows: readonly AdminRoleHolder[]
  readonly state: ListState
  readonly path: string
  readonly next: string | null
  readonly now: Date
}) {
  const t = useTranslations('roles')
  const columns: Column<AdminRoleHolder>[] = [
    {
      key: 'username',
      heading: t('person'),
      sort: 'username',
      render: (row) => (
        <>
          <span className={lists['two']}>{row.name ?? row.username}</span>
          <span className={lists['aside']}>{row.email ?? row.username}</span>
        </>
      ),
    },
    {
      key: 'state',
      heading: t('state'),
      render: (row) =>
        row.disabled_at === null ? (
          <StateBadge tone="teal">{t('on')}</StateBadge>
        ) : (
          <StateBadge tone="red">{t('off')}</StateBadge>
        ),
    },
    {
      key: 'id',
      heading: t('subject'),
      from: 'md',
      render: ({ id }) => (
        <span className={lists['id']}>
          <code>{id}</code>
          <CopyValue value={id} />
        </span>
      ),
    },
    {
      key: 'granted',
      heading: t('granted'),
      sort: 'granted_at',
      from: 'sm',
      render: (row) => <RelativeTime at={Date.parse(row.granted_at) / 1000} now={now} />,
    },
  ]
  return (
    <DataTable
      label={t('holders')}
      rows={rows}
      columns={columns}
      idOf={({ id }) => id}
      nameOf={(row) => row.name ?? row.username}
      hrefOf={({ id }) => `/users/${encodeURIComponent(id)}`}
      state={state}
      path={path}
      defaultSort="username"
      next={next}
    />
  )
}
