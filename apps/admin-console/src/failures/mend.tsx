'use client'

import { Button, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminClient, AdminFailureMend } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { DifferenceView } from '../detail/difference-view'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { DoneNotice } from '../forms/done-notice'
import { Link } from '../shell/link'
import { applyMend } from './actions'
import { askerOf, placeOf, type Asker, type NamedPlace } from './asker'
import classes from './failures.module.css'

/** The client as far as a mend concerns it. */
export type MendedClient = Pick<
  AdminClient,
  'client_id' | 'client_name' | 'redirect_uris' | 'grant_types' | 'token_endpoint_auth_method'
>

/**
 * What would let the refused request pass, each change shown as it is.
 *
 * Enforces: nothing is added by one click. Whoever sent the request chose the value, so a person reads where it leads and
 * types that before it becomes part of the client.
 */
export function Mends({
  mends,
  client,
  etag,
  endpoint,
}: {
  readonly mends: readonly AdminFailureMend[]
  readonly client: MendedClient
  readonly etag: string
  readonly endpoint: string
}) {
  const t = useTranslations('failures.mends')
  const [isDone, setDone] = useState(false)
  const href = `/clients/${encodeURIComponent(client.client_id)}/settings`
  if (isDone) {
    return (
      <div className={classes['done']}>
        <DoneNotice title={t('done', { client: client.client_name })}>
          {t('doneSentence')} <Link href={href}>{t('openClient', { client: client.client_name })}</Link>
        </DoneNotice>
      </div>
    )
  }
  return mends.map((mend) => (
    <Mend
      key={`${mend.kind} ${mend.value}`}
      mend={mend}
      client={client}
      etag={etag}
      asker={askerOf(endpoint, client.token_endpoint_auth_method)}
      onDone={() => setDone(true)}
    />
  ))
}

function Mend({
  mend: { kind, value },
  client,
  etag,
  asker,
  onDone,
}: {
  readonly mend: AdminFailureMend
  readonly client: MendedClient
  readonly etag: string
  readonly asker: Asker
  readonly onDone: () => void
}) {
  const t = useTranslations('failures.mends')
  const router = useRouter()
  const [isAsking, setAsking] = useState(false)
  const isUri = kind === 'add_redirect_uri'
  const before = isUri ? { redirect_uris: client.redirect_uris } : { grant_types: client.grant_types }
  const after = isUri
    ? { redirect_uris: [...client.redirect_uris, value] }
    : { grant_types: [...client.grant_types, value] }
  const place = isUri ? placeOf(value, client.redirect_uris) : undefined
  return (
    <Card
      title={t(kind, { client: client.client_name })}
      intro={t(`${kind}_intro`)}
      action={
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('look')}
        </Button>
      }
    >
      <DifferenceView before={before} after={after} />
      {isAsking && (
        <ConfirmDialog
          title={t(kind, { client: client.client_name })}
          action={t(`${kind}_action`)}
          word={place?.host ?? value}
          isDangerous
          send={() => applyMend(client.client_id, after, etag)}
          onDone={() => {
            setAsking(false)
            onDone()
            router.refresh()
          }}
          close={() => setAsking(false)}
        >
          <Stack gap="sm">
            {place && <Place place={place} uri={value} />}
            <p className={classes['who']}>
              <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
              {t(`asker.${asker}`)}
            </p>
            <p className={classes['what']}>{t(`${kind}_consequence`, { client: client.client_name })}</p>
            {!place && <DifferenceView before={before} after={after} />}
          </Stack>
        </ConfirmDialog>
      )}
    </Card>
  )
}

/** The host in full, as browsers resolve it, before everything else. */
function Place({ place: { host, isNew }, uri }: { readonly place: NamedPlace; readonly uri: string }) {
  const t = useTranslations('failures.mends')
  return (
    <div className={classes['place']} data-new={isNew || undefined}>
      <span>{t('host')}</span>
      <strong>{host}</strong>
      <span>{t(isNew ? 'hostNew' : 'hostKnown')}</span>
      <code>{uri}</code>
    </div>
  )
}
