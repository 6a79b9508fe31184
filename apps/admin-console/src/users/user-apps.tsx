'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminEnded, AdminGrant } from '@gatehouse/token-types'
import { RelativeTime } from '../detail/relative-time'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { DataTable, type Column } from '../list/data-table'
import listClasses from '../list/list.module.css'
import type { ListState } from '../list/list-state'
import { EndedDialog } from '../sessions/ended-dialog'
import { withdrawGrants } from '../tokens/actions'
import classes from './users.module.css'

/** What the person allowed applications; each can be withdrawn. */
export function UserApps({
  rows,
  state,
  next,
  now,
  path,
}: {
  readonly rows: readonly AdminGrant[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
  readonly path: string
}) {
  const t = useTranslations('users.apps')
  const router = useRouter()
  const [asked, ask] = useState<AdminGrant>()
  const [result, setResult] = useState<{ readonly client: string; readonly ended: AdminEnded }>()
  const nameOf = ({ client_name: name, client_id: id }: AdminGrant) => name ?? id
  const columns: Column<AdminGrant>[] = [
    {
      key: 'client',
      heading: t('client'),
      render: (row) => (
        <>
          <span className={listClasses['two']}>{nameOf(row)}</span>
          <span className={listClasses['under']}>{row.client_name === null ? t('gone') : row.client_id}</span>
        </>
      ),
    },
    {
      key: 'scopes',
      heading: t('scopes'),
      from: 'sm',
      render: ({ scopes }) => (
        <span className={classes['roles']}>
          {scopes.map(({ resource, scope }) => (
            <code key={`${resource} ${scope}`} title={resource ?? undefined}>
              {scope}
            </code>
          ))}
        </span>
      ),
    },
    {
      key: 'allowed',
      heading: t('allowed'),
      sort: 'updated_at',
      from: 'sm',
      render: (row) => <RelativeTime at={Date.parse(row.updated_at) / 1000} now={now} />,
    },
    {
      key: 'withdraw',
      heading: t('withdraw'),
      isHeadingHidden: true,
      render: (row) => (
        <Button
          size="xs"
          variant="subtle"
          color="red"
          aria-label={`${t('withdraw')}: ${nameOf(row)}`}
          onClick={() => ask(row)}
        >
          {t('withdraw')}
        </Button>
      ),
    },
  ]
  return (
    <>
      <DataTable
        label={t('title')}
        rows={rows}
        columns={columns}
        idOf={(row) => row.id}
        nameOf={nameOf}
        hrefOf={(row) => `/clients/${encodeURIComponent(row.client_id)}`}
        state={state}
        path={path}
        defaultSort="-updated_at"
        next={next}
      />
      {asked && (
        <ConfirmDialog
          title={t('withdrawNamed', { client: nameOf(asked) })}
          action={t('withdraw')}
          send={() => withdrawGrants([asked.id])}
          onDone={(ended) => {
            setResult({ client: nameOf(asked), ended })
            ask(undefined)
          }}
          close={() => ask(undefined)}
        >
          {t('withdrawConsequence')}
        </ConfirmDialog>
      )}
      {result && (
        <EndedDialog
          title={t('withdrawn', { client: result.client })}
          ended={result.ended}
          close={() => {
            setResult(undefined)
            router.refresh()
          }}
        />
      )}
    </>
  )
}
