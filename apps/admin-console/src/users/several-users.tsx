'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminEnded } from '@gatehouse/token-types'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { PartlyDoneDialog, RefusedList, type RefusedThing } from '../forms/refused-list'
import { EndedDialog } from '../sessions/ended-dialog'
import { endedTogether } from '../sessions/ended'
import { SessionConsequences } from '../sessions/session-consequences'
import { signOutUsers, suspendUsers } from './actions'
import { nameOfPerson, type NamedPerson } from './person-name'

/** Something to do with several people. */
export interface SeveralAct {
  readonly kind: 'signOut' | 'suspend'
  readonly people: readonly (NamedPerson & { readonly sub: string })[]
  /** Forgets the selection. */
  readonly clear: () => void
}

type Result =
  | { readonly kind: 'signOut'; readonly count: number; readonly ended: AdminEnded }
  | { readonly kind: 'suspend'; readonly count: number }

/** Asks, does it to each, and says what came of it; one who is refused does not keep the others back. */
export function SeveralUsers({ act, close }: { readonly act: SeveralAct; readonly close: () => void }) {
  const t = useTranslations('users')
  const router = useRouter()
  const [result, setResult] = useState<Result & { readonly refused: readonly RefusedThing[] }>()
  const { kind, people, clear } = act
  const subs = people.map(({ sub }) => sub)
  const named = (refused: readonly { readonly id: string; readonly reason: string }[]) =>
    refused.map(({ id, reason }) => {
      const person = people.find(({ sub }) => sub === id)
      return { name: person ? nameOfPerson(person) : id, reason }
    })
  const finish = () => {
    clear()
    close()
    router.refresh()
  }
  if (result?.kind === 'signOut') {
    return (
      <EndedDialog title={t('signedOutSeveral', { count: result.count })} ended={result.ended} close={finish}>
        <RefusedList refused={result.refused} />
      </EndedDialog>
    )
  }
  if (result) {
    return (
      <PartlyDoneDialog
        title={t('suspendedSeveral', { count: result.count })}
        refused={result.refused}
        close={finish}
      />
    )
  }
  if (kind === 'signOut') {
    return (
      <ConfirmDialog
        title={t('signOutSeveral', { count: people.length })}
        action={t('signOut')}
        send={() => signOutUsers(subs)}
        onDone={({ done, refused }) =>
          setResult({ kind, count: done.length, ended: endedTogether(done), refused: named(refused) })
        }
        close={close}
      >
        <SessionConsequences of="person" />
      </ConfirmDialog>
    )
  }
  return (
    <ConfirmDialog
      title={t('suspendSeveral', { count: people.length })}
      action={t('suspend')}
      send={() => suspendUsers(subs)}
      onDone={({ done, refused }) => {
        if (refused.length > 0) return setResult({ kind, count: done.length, refused: named(refused) })
        notifications.show({ message: t('suspendedSeveral', { count: done.length }) })
        finish()
      }}
      close={close}
    >
      {t('suspendConsequence')}
    </ConfirmDialog>
  )
}
