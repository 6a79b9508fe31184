'use client'

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminUser } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { removeUser, switchUser } from './actions'
import { nameOfPerson } from './person-name'

/** Suspending an account and enabling it again, and deleting it for good. */
export function UserDanger({ user }: { readonly user: AdminUser }) {
  const t = useTranslations('users.danger')
  const suspendConsequence = useTranslations('users')('suspendConsequence')
  const router = useRouter()
  const [asked, ask] = useState<'switch' | 'delete'>()
  const name = nameOfPerson(user)
  const isOn = user.disabled_at === null
  const close = () => ask(undefined)
  return (
    <>
      <Card
        title={t(isOn ? 'suspend' : 'enable')}
        intro={isOn ? suspendConsequence : t('enableConsequence')}
        isDangerous={isOn}
        action={
          <Button {...(isOn ? { color: 'red', variant: 'light' } : {})} onClick={() => ask('switch')}>
            {t(isOn ? 'suspend' : 'enable')}
          </Button>
        }
      >
        {null}
      </Card>
      <Card
        title={t('delete')}
        intro={t('deleteConsequence')}
        isDangerous
        action={
          <Button color="red" onClick={() => ask('delete')}>
            {t('delete')}
          </Button>
        }
      >
        {null}
      </Card>
      {asked === 'switch' && (
        <ConfirmDialog
          title={t(isOn ? 'suspendNamed' : 'enableNamed', { name })}
          action={t(isOn ? 'suspend' : 'enable')}
          isDangerous={isOn}
          send={() => switchUser(user.sub, !isOn)}
          onDone={() => {
            close()
            notifications.show({ message: t(isOn ? 'isSuspended' : 'isEnabled', { name }) })
            router.refresh()
          }}
          close={close}
        >
          {isOn ? suspendConsequence : t('enableConsequence')}
        </ConfirmDialog>
      )}
      {asked === 'delete' && (
        <ConfirmDialog
          title={t('deleteNamed', { name })}
          action={t('delete')}
          word={user.email ?? user.username}
          send={() => removeUser(user.sub)}
          onDone={() => {
            notifications.show({ message: t('isDeleted', { name }) })
            router.push('/users')
          }}
          close={close}
        >
          {t('deleteConsequence')}
        </ConfirmDialog>
      )}
    </>
  )
}
