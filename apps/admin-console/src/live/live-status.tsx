'use client'

import { Anchor } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { LiveState } from './live-state'
import classes from './live-status.module.css'

const TONES = {
  connecting: 'grey',
  live: 'teal',
  paused: 'grey',
  hidden: 'grey',
  lost: 'amber',
  'signed-out': 'red',
  refused: 'red',
} as const

/** How a live view stands, in a word with a dot; who was signed out finds the way back to `path`. */
export function LiveStatus({ state, path }: { readonly state: LiveState; readonly path: string }) {
  const t = useTranslations('kit.live')
  return (
    <>
      <span className={classes['state']} data-tone={TONES[state]} role="status">
        <span aria-hidden="true" data-live={state === 'live' || undefined} />
        {t(state)}
      </span>
      {state === 'signed-out' && (
        <Anchor href={`/auth/sign-in?return_to=${encodeURIComponent(path)}`} size="sm">
          {t('signIn')}
        </Anchor>
      )}
    </>
  )
}
