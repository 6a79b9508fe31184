'use client'

import { Anchor } from '@mantine/core'
import { useFormatter, useTranslations } from 'next-intl'
import type { AdminRoleRow } from '@gatehouse/token-types'
import { DataTable, type Column } from '../list/data-table'
import lists from '../list/list.module.css'
import type { ListState } from '../list/list-state'
import { resourcePath } from '../resources/resource-path'
import { Link } from '../shell/link'
import { rolePath } from './role-path'

/** Roles in rows, with how many hold each. */
export function RolesTable({
  rows,
  names,
  state,
  next,
}: {
  readonly rows: readonly AdminRoleRow[]
  /** What the APIs are called, by identifier. */
  readonly names: Readonly<Record<string, string>>
  readonly state: ListState
  readonly next: string | null
}) {
  const t = useTranslations('roles')
  const format = useFormatter()
  const columns: Column<AdminRoleRow>[] = [
    {
      key: 'name',
      heading: t('name'),
      sort: 'name',
      render: (row) => (
        <>
          <span className={lists['two']}>
            <code>{row.name}</code>
          </span>
          <span className={lists['aside']}>{row.description}</span>
        </>
      ),
    },
    {
      key: 'resource',
      heading: t('resource'),
      sort: 'resource',
      render: ({ resource }) => (
        <>
          <Anchor component={Link} href={resourcePath(resource)} fz="sm" c="inherit" underline="always">
            {names[resource] ?? resource}
          </Anchor>
          {names[resource] !== undefined && (
            <span className={`${lists['under']} ${lists['from-sm']}`}>{resource}</span>
          )}
        </>
      ),
    },
    {
      key: 'holders',
      heading: t('holders'),
      render: (row) => `${format.number(row.holders)}${row.holders_is_capped ? '+' : ''}`,
    },
  ]
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      columns={columns}
      idOf={(row) => `${row.resource} ${row.name}`}
      nameOf={(row) => row.name}
      hrefOf={(row) => rolePath(row.resource, row.name)}
      state={state}
      path="/roles"
      defaultSort="resource"
      next={next}
    />
  )
}
