'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminEnded, AdminGrant } from '@gatehouse/token-types'
import { Moment } from '../detail/moment'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { DataTable, type Column } from '../list/data-table'
import classes from '../list/list.module.css'
import type { ListState } from '../list/list-state'
import { RevocationProgress } from '../revocations/revocation-progress'
import { withdrawGrants } from './actions'
import { ScopeChips } from './scope-chips'
import tokenClasses from './tokens.module.css'

const MOST_SCOPES = 4

/** What people allowed clients, in rows; Enter leads to the refresh families that rest on it. */
export function GrantsTable({
  rows,
  state,
  next,
  now,
}: {
  readonly rows: readonly AdminGrant[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
}) {
  const t = useTranslations('tokens')
  const router = useRouter()
  const [ending, setEnding] = useState<{ readonly ids: readonly string[]; readonly clear: () => void }>()
  const [ended, setEnded] = useState<AdminEnded>()
  const columns: Column<AdminGrant>[] = [
    {
      key: 'client',
      heading: t('client'),
      render: (row) => (
        <>
          <span className={classes['two']}>{row.client_name ?? t('removedClient')}</span>
          <span className={classes['under']}>{row.client_id}</span>
        </>
      ),
    },
    {
      key: 'person',
      heading: t('person'),
      render: (row) => <span className={tokenClasses['person']}>{row.user.username}</span>,
    },
    {
      key: 'scopes',
      heading: t('allowed'),
      from: 'sm',
      render: (row) => (
        <ScopeChips scopes={[...new Set(row.scopes.map(({ scope }) => scope))]} most={MOST_SCOPES} />
      ),
    },
    {
      key: 'updated',
      heading: t('lastAllowed'),
      sort: 'updated_at',
      from: 'sm',
      render: (row) => <Moment at={row.updated_at} now={now} />,
    },
  ]
  return (
    <>
      {ended && (
        <RevocationProgress
          title={t('withdrawnSeveral', { count: ended.grants, families: ended.refresh_families })}
          close={() => setEnded(undefined)}
        />
      )}
      <DataTable
        label={t('grants')}
        rows={rows}
        columns={columns}
        idOf={(row) => row.id}
        nameOf={(row) => `${row.client_name ?? row.client_id}, ${row.user.username}`}
        hrefOf={(row) => `/tokens?grant_id=${row.id}`}
        state={state}
        path="/tokens/grants"
        defaultSort="-updated_at"
        next={next}
        bulk={(ids, clear) => (
          <Button color="red" variant="light" onClick={() => setEnding({ ids, clear })}>
            {t('withdraw')}
          </Button>
        )}
      />
      {ending && (
        <ConfirmDialog
          title={t('withdrawSeveral', { count: ending.ids.length })}
          action={t('withdraw')}
          send={() => withdrawGrants(ending.ids)}
          onDone={(result) => {
            ending.clear()
            setEnding(undefined)
            setEnded(result)
            router.refresh()
          }}
          close={() => setEnding(undefined)}
        >
          {t('withdrawConsequence')}
        </ConfirmDialog>
      )}
    </>
  )
}
