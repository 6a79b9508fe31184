'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminEnded } from '@gatehouse/token-types'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { endSessions } from './actions'
import { EndedDialog } from './ended-dialog'
import { SessionConsequences } from './session-consequences'

/** What shall end; `name` is that of the person or client. */
export type Ending =
  | { readonly of: 'selected'; readonly ids: readonly string[]; readonly clear?: () => void }
  | { readonly of: 'person'; readonly sub: string; readonly name: string }
  | { readonly of: 'client'; readonly clientId: string; readonly name: string }
  | { readonly of: 'everything' }

/** Says what happens to sessions, tokens and applications, ends them, and shows what was ended. */
export function EndSessions({ ending, close }: { readonly ending: Ending; readonly close: () => void }) {
  const t = useTranslations('sessions')
  const router = useRouter()
  const [ended, setEnded] = useState<AdminEnded>()
  const words = wordsOf(ending, t)
  if (ended) {
    return (
      <EndedDialog
        title={words.done}
        ended={ended}
        close={() => {
          if (ending.of === 'selected') ending.clear?.()
          close()
          router.refresh()
        }}
      />
    )
  }
  return (
    <ConfirmDialog
      title={words.title}
      action={words.action}
      {...(ending.of === 'everything' ? { word: t('everythingWord') } : {})}
      send={() => endSessions(selectionOf(ending))}
      onDone={setEnded}
      close={close}
    >
      <SessionConsequences of={ending.of} />
    </ConfirmDialog>
  )
}

function selectionOf(ending: Ending) {
  switch (ending.of) {
    case 'selected':
      return { ids: ending.ids }
    case 'person':
      return { user: ending.sub }
    case 'client':
      return { client: ending.clientId }
    case 'everything':
      return { all: 'everything' } as const
  }
}

function wordsOf(ending: Ending, t: ReturnType<typeof useTranslations<'sessions'>>) {
  switch (ending.of) {
    case 'selected': {
      const count = ending.ids.length
      return { title: t('endSeveral', { count }), action: t('end'), done: t('endedSeveral', { count }) }
    }
    case 'person': {
      const { name } = ending
      return { title: t('endPersonNamed', { name }), action: t('signOut'), done: t('endedPerson', { name }) }
    }
    case 'client': {
      const { name } = ending
      return { title: t('endClientNamed', { name }), action: t('revoke'), done: t('endedClient', { name }) }
    }
    case 'everything':
      return { title: t('endEverythingNamed'), action: t('endEverything'), done: t('endedEverything') }
  }
}
