'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminHeldRole, AdminUserRow } from '@gatehouse/token-types'
import { CopyValue } from '../detail/copy-value'
import { RelativeTime } from '../detail/relative-time'
import { DataTable, type Column } from '../list/data-table'
import type { ListState } from '../list/list-state'
import { PersonCell } from './person-cell'
import { nameOfPerson } from './person-name'
import { SeveralUsers, type SeveralAct } from './several-users'
import { UserState } from './user-state'
import classes from './users.module.css'

const ID_LETTERS = 8
const MOST_ROLES = 2

/** People in rows; several can be signed out or suspended at once. */
export function UsersTable({
  rows,
  state,
  next,
  now,
}: {
  readonly rows: readonly AdminUserRow[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
}) {
  const t = useTranslations('users')
  const [act, setAct] = useState<SeveralAct>()
  const time = (at: string) => <RelativeTime at={Date.parse(at) / 1000} now={now} />
  const begin = (kind: SeveralAct['kind'], ids: readonly string[], clear: () => void) => () =>
    setAct({ kind, people: rows.filter(({ sub }) => ids.includes(sub)), clear })
  const columns: Column<AdminUserRow>[] = [
    {
      key: 'person',
      heading: t('person'),
      sort: 'username',
      render: (row) => <PersonCell person={row} />,
    },
    { key: 'state', heading: t('state'), from: 'sm', render: (row) => <UserState user={row} /> },
    { key: 'roles', heading: t('roles'), from: 'md', render: (row) => <RoleNames roles={row.roles} /> },
    {
      key: 'seen',
      heading: t('lastSeen'),
      from: 'sm',
      render: (row) => (row.last_seen_at === null ? t('notLately') : time(row.last_seen_at)),
    },
    {
      key: 'created',
      heading: t('created'),
      sort: 'created_at',
      from: 'md',
      render: (row) => time(row.created_at),
    },
    {
      key: 'id',
      heading: t('id'),
      from: 'md',
      render: ({ sub }) => (
        <span className={classes['id']}>
          <code>{sub.slice(0, ID_LETTERS)}…</code>
          <CopyValue value={sub} />
        </span>
      ),
    },
  ]
  return (
    <>
      <DataTable
        label={t('title')}
        rows={rows}
        columns={columns}
        idOf={(row) => row.sub}
        nameOf={nameOfPerson}
        hrefOf={(row) => `/users/${encodeURIComponent(row.sub)}`}
        state={state}
        path="/users"
        defaultSort="username"
        next={next}
        bulk={(ids, clear) => (
          <>
            <Button variant="default" onClick={begin('signOut', ids, clear)}>
              {t('signOut')}
            </Button>
            <Button color="red" variant="light" onClick={begin('suspend', ids, clear)}>
              {t('suspend')}
            </Button>
          </>
        )}
      />
      {act && <SeveralUsers act={act} close={() => setAct(undefined)} />}
    </>
  )
}

function RoleNames({ roles }: { readonly roles: readonly AdminHeldRole[] }) {
  const t = useTranslations('users')
  if (roles.length === 0) return <span className={classes['more']}>—</span>
  return (
    <span className={classes['roles']}>
      {roles.slice(0, MOST_ROLES).map(({ resource, role }) => (
        <code key={`${resource} ${role}`} title={resource}>
          {role}
        </code>
      ))}
      {roles.length > MOST_ROLES && (
        <span className={classes['more']}>{t('moreRoles', { count: roles.length - MOST_ROLES })}</span>
      )}
    </span>
  )
}
