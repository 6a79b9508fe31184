'use client'

import { useTranslations } from 'next-intl'
import { FEED_CLAIMS, type AdminRevocation } from '@gatehouse/token-types'
import { Moment } from '../detail/moment'
import { DataTable, type Column } from '../list/data-table'
import type { ListState } from '../list/list-state'
import { Reason } from './reason'
import { hrefOfEntry } from './revocation-filters'
import classes from './revocations.module.css'

/** Entries of the list of revocations in rows. */
export function RevocationsTable({
  rows,
  fresh,
  state,
  next,
  now,
}: {
  readonly rows: readonly AdminRevocation[]
  /** Places of those that came while one looks. */
  readonly fresh: ReadonlySet<string>
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
}) {
  const t = useTranslations('revocations')
  const kindOf = (claim: string) => {
    const known = FEED_CLAIMS.find((each) => each === claim)
    return known === undefined ? claim : t(`kindOf.${known}`)
  }
  const columns: Column<AdminRevocation>[] = [
    {
      key: 'sequence',
      heading: t('sequence'),
      sort: 'sequence',
      render: ({ sequence }) => (
        <span className={`${classes['sequence']} ${fresh.has(sequence) ? classes['fresh'] : ''}`}>
          #{sequence}
        </span>
      ),
    },
    {
      key: 'claim',
      heading: t('claim'),
      from: 'sm',
      render: ({ claim }) => (
        <>
          <span className={classes['name']}>{kindOf(claim)}</span>
          <span className={classes['claim']}>{claim}</span>
        </>
      ),
    },
    {
      key: 'value',
      heading: t('value'),
      render: ({ value, name }) => (
        <>
          {name !== null && <span className={classes['name']}>{name}</span>}
          <span className={classes['value']}>{value}</span>
        </>
      ),
    },
    { key: 'reason', heading: t('reason'), render: ({ reason }) => <Reason code={reason} /> },
    {
      key: 'at',
      heading: t('revokedAt'),
      from: 'sm',
      render: (row) => <Moment at={row.revoked_at} now={now} />,
    },
    {
      key: 'until',
      heading: t('expiresAt'),
      from: 'md',
      render: (row) => <Moment at={row.expires_at} now={now} />,
    },
  ]
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      columns={columns}
      idOf={(row) => row.sequence}
      nameOf={(row) => `${kindOf(row.claim)} ${row.value}`}
      hrefOf={hrefOfEntry}
      state={state}
      path="/revocations"
      defaultSort="-sequence"
      next={next}
    />
  )
}
