'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminSession } from '@gatehouse/token-types'
import { RelativeTime } from '../detail/relative-time'
import { DataTable, type Column } from '../list/data-table'
import listClasses from '../list/list.module.css'
import type { ListState } from '../list/list-state'
import { PersonCell } from '../users/person-cell'
import { nameOfPerson } from '../users/person-name'
import { deviceOf } from './device'
import { EndSessions, type Ending } from './end-sessions'
import { SessionMenu } from './session-menu'
import classes from './sessions.module.css'

const MOST_CLIENTS = 2

/** Living sessions in rows; one, several, all of a person or all tokens of a client can be ended. */
export function SessionsTable({
  rows,
  state,
  next,
  now,
  path,
  isOfOnePerson = false,
}: {
  readonly rows: readonly AdminSession[]
  readonly state: ListState
  readonly next: string | null
  readonly now: Date
  readonly path: string
  /** True where the page names the person already. */
  readonly isOfOnePerson?: boolean
}) {
  const t = useTranslations('sessions')
  const [ending, end] = useState<Ending>()
  const time = (at: string) => <RelativeTime at={Date.parse(at) / 1000} now={now} />
  const device: Column<AdminSession> = {
    key: 'device',
    heading: t('device'),
    ...(isOfOnePerson ? {} : { from: 'sm' }),
    render: (row) => <DeviceCell session={row} />,
  }
  const person: Column<AdminSession> = {
    key: 'person',
    heading: t('person'),
    render: (row) => <PersonCell person={row.user} />,
  }
  const columns: Column<AdminSession>[] = [
    ...(isOfOnePerson ? [device] : [person, device]),
    { key: 'clients', heading: t('clients'), from: 'md', render: (row) => <Clients session={row} /> },
    {
      key: 'signedIn',
      heading: t('signedIn'),
      from: 'sm',
      render: (row) => (
        <>
          {time(row.authenticated_at)}
          <span className={listClasses['under']}>{row.amr.join(' ')}</span>
        </>
      ),
    },
    { key: 'seen', heading: t('lastSeen'), from: 'md', render: (row) => time(row.last_seen_at) },
    {
      key: 'ends',
      heading: t('ends'),
      sort: 'expires_at',
      from: 'md',
      render: (row) => time(row.expires_at),
    },
    {
      key: 'menu',
      heading: t('menu'),
      isHeadingHidden: true,
      render: (row) => <SessionMenu session={row} end={end} />,
    },
  ]
  return (
    <>
      <DataTable
        label={t('title')}
        rows={rows}
        columns={columns}
        idOf={(row) => row.id}
        nameOf={(row) => nameOfPerson(row.user)}
        {...(isOfOnePerson
          ? {}
          : { hrefOf: (row: AdminSession) => `/users/${encodeURIComponent(row.user.sub)}/sessions` })}
        state={state}
        path={path}
        defaultSort="-expires_at"
        next={next}
        bulk={(ids, clear) => (
          <Button color="red" variant="light" onClick={() => end({ of: 'selected', ids, clear })}>
            {t('end')}
          </Button>
        )}
      />
      {ending && <EndSessions ending={ending} close={() => end(undefined)} />}
    </>
  )
}

function DeviceCell({ session }: { readonly session: AdminSession }) {
  const t = useTranslations('sessions')
  const { browser, system } = deviceOf(session.user_agent)
  const name =
    browser !== undefined && system !== undefined ? t('onSystem', { browser, system }) : (browser ?? system)
  return (
    <span title={session.user_agent ?? undefined}>
      <span className={classes['narrow']}>{name ?? t('unknownDevice')}</span>
      <span className={listClasses['under']}>{session.ip_address}</span>
    </span>
  )
}

function Clients({ session: { clients } }: { readonly session: AdminSession }) {
  const t = useTranslations('sessions')
  if (clients.length === 0) return <span>—</span>
  const more = clients.length - MOST_CLIENTS
  return (
    <span className={classes['clients']}>
      {clients
        .slice(0, MOST_CLIENTS)
        .map(({ client_name: name }) => name)
        .join(', ')}
      {more > 0 && (
        <span title={clients.map(({ client_name: name }) => name).join(', ')}>
          {t('moreClients', { count: more })}
        </span>
      )}
    </span>
  )
}
