'use client'

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminClientRow } from '@gatehouse/token-types'
import { StateBadge } from '../detail/card'
import { RelativeTime } from '../detail/relative-time'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { DataTable, type Column } from '../list/data-table'
import classes from '../list/list.module.css'
import type { ListState } from '../list/list-state'
import { switchClients } from './actions'

/** Clients in rows; several can be switched off at once. */
export function ClientsTable({
  rows,
  state,
  next,
  now,
  path = '/clients',
}: {
  readonly rows: readonly AdminClientRow[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
  /** Where the list stands. */
  readonly path?: string
}) {
  const t = useTranslations('clients')
  const router = useRouter()
  const [ending, setEnding] = useState<{ readonly ids: readonly string[]; readonly clear: () => void }>()
  const time = (at: string | null) =>
    at === null ? t('never') : <RelativeTime at={Date.parse(at) / 1000} now={now} />
  const columns: Column<AdminClientRow>[] = [
    {
      key: 'name',
      heading: t('name'),
      sort: 'name',
      render: (row) => (
        <>
          <span className={classes['two']}>{row.client_name}</span>
          <span className={classes['under']}>{row.client_id}</span>
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
      key: 'method',
      heading: t('method'),
      from: 'md',
      render: (row) => <code>{row.token_endpoint_auth_method}</code>,
    },
    { key: 'used', heading: t('lastUsed'), from: 'sm', render: (row) => time(row.last_used_at) },
    {
      key: 'created',
      heading: t('created'),
      sort: 'created_at',
      from: 'md',
      render: (row) => time(row.created_at),
    },
  ]
  return (
    <>
      <DataTable
        label={t('title')}
        rows={rows}
        columns={columns}
        idOf={(row) => row.client_id}
        nameOf={(row) => row.client_name}
        hrefOf={(row) => `/clients/${encodeURIComponent(row.client_id)}`}
        state={state}
        path={path}
        defaultSort="name"
        next={next}
        bulk={(ids, clear) => (
          <Button color="red" variant="light" onClick={() => setEnding({ ids, clear })}>
            {t('disable')}
          </Button>
        )}
      />
      {ending && (
        <ConfirmDialog
          title={t('disableSeveral', { count: ending.ids.length })}
          action={t('disable')}
          send={() => switchClients(ending.ids, false)}
          onDone={() => {
            ending.clear()
            setEnding(undefined)
            notifications.show({ message: t('disabledSeveral', { count: ending.ids.length }) })
            router.refresh()
          }}
          close={() => setEnding(undefined)}
        >
          {t('disableConsequence')}
        </ConfirmDialog>
      )}
    </>
  )
}
