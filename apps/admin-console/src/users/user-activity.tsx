'use client'

import { useTranslations } from 'next-intl'
import type { AdminAuditEvent, AdminAuditParty } from '@gatehouse/token-types'
import { StateBadge } from '../detail/card'
import { RelativeTime } from '../detail/relative-time'
import { DataTable, type Column } from '../list/data-table'
import type { ListState } from '../list/list-state'
import { LinkButton } from '../shell/link-button'
import classes from './users.module.css'

/** What concerns the person, or what they did themselves. */
export function ActivitySwitch({ path, isBy }: { readonly path: string; readonly isBy: boolean }) {
  const t = useTranslations('users.activity')
  const link = (href: string, label: string, isShown: boolean) => (
    <LinkButton
      href={href}
      isCurrent={isShown}
      size="sm"
      variant={isShown ? 'light' : 'subtle'}
      {...(isShown ? {} : { color: 'gray' })}
    >
      {label}
    </LinkButton>
  )
  return (
    <nav aria-label={t('which')} className={classes['switch']}>
      {link(path, t('concerning'), !isBy)}
      {link(`${path}?by=actor`, t('by'), isBy)}
    </nav>
  )
}

/** Audit events, newest first. */
export function UserActivity({
  sub,
  rows,
  state,
  next,
  now,
  path,
}: {
  readonly sub: string
  readonly rows: readonly AdminAuditEvent[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
  readonly path: string
}) {
  const t = useTranslations('users.activity')
  const nameOf = (party: AdminAuditParty | null) =>
    party === null ? '—' : party.id === sub ? t('oneself') : (party.name ?? party.id)
  const columns: Column<AdminAuditEvent>[] = [
    {
      key: 'event',
      heading: t('event'),
      render: (row) => (
        <span className={classes['event']}>
          <code>{row.type}</code>
          {row.outcome !== 'success' && <StateBadge tone="red">{t('failed')}</StateBadge>}
        </span>
      ),
    },
    {
      key: 'when',
      heading: t('when'),
      render: (row) => <RelativeTime at={Date.parse(row.at) / 1000} now={now} />,
    },
    { key: 'actor', heading: t('actor'), from: 'sm', render: (row) => nameOf(row.actor) },
    { key: 'client', heading: t('client'), from: 'md', render: (row) => nameOf(row.client) },
    {
      key: 'address',
      heading: t('address'),
      from: 'md',
      render: (row) => (row.ip_address === null ? '—' : <code>{row.ip_address}</code>),
    },
  ]
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      columns={columns}
      idOf={(row) => row.sequence}
      nameOf={(row) => row.type}
      state={state}
      path={path}
      defaultSort="-sequence"
      next={next}
    />
  )
}
