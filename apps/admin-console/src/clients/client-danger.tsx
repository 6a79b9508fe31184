'use client'

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminClient } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { removeClient, switchClients } from './actions'

/** Switching a client off and on, and removing it for good. */
export function ClientDanger({ client }: { readonly client: AdminClient }) {
  const t = useTranslations('clients')
  const router = useRouter()
  const [asked, ask] = useState<'switch' | 'remove'>()
  const isOn = client.disabled_at === null
  const close = () => ask(undefined)
  return (
    <>
      <Card
        title={t(isOn ? 'disable' : 'enable')}
        intro={t(isOn ? 'disableConsequence' : 'enableConsequence')}
        isDangerous={isOn}
        action={
          <Button {...(isOn ? { color: 'red', variant: 'light' } : {})} onClick={() => ask('switch')}>
            {t(isOn ? 'disable' : 'enable')}
          </Button>
        }
      >
        {null}
      </Card>
      <Card
        title={t('remove')}
        intro={t('removeConsequence')}
        isDangerous
        action={
          <Button color="red" onClick={() => ask('remove')}>
            {t('remove')}
          </Button>
        }
      >
        {null}
      </Card>
      {asked === 'switch' && (
        <ConfirmDialog
          title={t(isOn ? 'disableNamed' : 'enableNamed', { name: client.client_name })}
          action={t(isOn ? 'disable' : 'enable')}
          isDangerous={isOn}
          send={() => switchClients([client.client_id], !isOn)}
          onDone={() => {
            close()
            notifications.show({ message: t(isOn ? 'disabled' : 'enabled', { name: client.client_name }) })
            router.refresh()
          }}
          close={close}
        >
          {t(isOn ? 'disableConsequence' : 'enableConsequence')}
        </ConfirmDialog>
      )}
      {asked === 'remove' && (
        <ConfirmDialog
          title={t('removeNamed', { name: client.client_name })}
          action={t('remove')}
          word={client.client_id}
          send={() => removeClient(client.client_id)}
          onDone={() => {
            notifications.show({ message: t('removed', { name: client.client_name }) })
            router.push('/clients')
          }}
          close={close}
        >
          {t('removeConsequence')}
        </ConfirmDialog>
      )}
    </>
  )
}
