'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminTokenFamilyRow } from '@gatehouse/token-types'
import { Moment } from '../detail/moment'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { DataTable, type Column } from '../list/data-table'
import classes from '../list/list.module.css'
import type { ListState } from '../list/list-state'
import { RevocationProgress } from '../revocations/revocation-progress'
import { revokeFamilies } from './actions'
import { FamilyState } from './family-state'
import { ScopeChips } from './scope-chips'
import tokenClasses from './tokens.module.css'

const MOST_SCOPES = 2

/** Refresh families in rows; several can be ended at once. */
export function FamiliesTable({
  rows,
  state,
  next,
  now,
}: {
  readonly rows: readonly AdminTokenFamilyRow[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
}) {
  const t = useTranslations('tokens')
  const router = useRouter()
  const [ending, setEnding] = useState<{ readonly ids: readonly string[]; readonly clear: () => void }>()
  const [ended, setEnded] = useState<{ readonly count: number }>()
  const columns: Column<AdminTokenFamilyRow>[] = [
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
      render: (row) => <span className={tokenClasses['person']}>{row.username ?? t('removedPerson')}</span>,
    },
    { key: 'state', heading: t('state'), render: (row) => <FamilyState state={row.state} /> },
    {
      key: 'scopes',
      heading: t('scopes'),
      from: 'md',
      render: (row) => <ScopeChips scopes={row.scope} most={MOST_SCOPES} />,
    },
    {
      key: 'issued',
      heading: t('issued'),
      sort: 'created_at',
      from: 'md',
      render: (row) => <Moment at={row.created_at} now={now} />,
    },
    {
      key: 'rotated',
      heading: t('rotated'),
      sort: 'last_rotated_at',
      from: 'sm',
      render: (row) => <Moment at={row.last_rotated_at} now={now} />,
    },
  ]
  return (
    <>
      {ended && (
        <RevocationProgress
          title={t('revokedSeveral', { count: ended.count })}
          close={() => setEnded(undefined)}
        />
      )}
      <DataTable
        label={t('families')}
        rows={rows}
        columns={columns}
        idOf={(row) => row.id}
        nameOf={(row) => `${row.client_name ?? row.client_id}, ${row.username ?? t('removedPerson')}`}
        hrefOf={(row) => `/tokens/families/${row.id}`}
        state={state}
        path="/tokens"
        defaultSort="-created_at"
        next={next}
        bulk={(ids, clear) => (
          <Button color="red" variant="light" onClick={() => setEnding({ ids, clear })}>
            {t('revoke')}
          </Button>
        )}
      />
      {ending && (
        <ConfirmDialog
          title={t('revokeSeveral', { count: ending.ids.length })}
          action={t('revoke')}
          send={() => revokeFamilies({ ids: ending.ids })}
          onDone={(count) => {
            ending.clear()
            setEnding(undefined)
            setEnded({ count })
            router.refresh()
          }}
          close={() => setEnding(undefined)}
        >
          {t('revokeConsequence')}
        </ConfirmDialog>
      )}
    </>
  )
}
