'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EndSessions, type Ending } from './end-sessions'

/** Ends every session of a person. */
export function SignOutEverywhere({ sub, name }: { readonly sub: string; readonly name: string }) {
  const t = useTranslations('sessions')
  return <EndButton label={t('signOutEverywhere')} ending={{ of: 'person', sub, name }} />
}

/** Ends every session of everybody. */
export function EndEverything() {
  const t = useTranslations('sessions')
  return <EndButton label={t('endEverything')} ending={{ of: 'everything' }} />
}

function EndButton({ label, ending }: { readonly label: string; readonly ending: Ending }) {
  const [isAsked, ask] = useState(false)
  return (
    <>
      <Button color="red" variant="light" onClick={() => ask(true)}>
        {label}
      </Button>
      {isAsked && <EndSessions ending={ending} close={() => ask(false)} />}
    </>
  )
}
