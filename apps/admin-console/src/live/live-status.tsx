'use client'

import { Anchor } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { StreamState } from './event-stream'
import classes from './live-status.module.css'

/** How a live view stands: as its stream, or at rest by the person or because nobody looks. */
export type LiveState = StreamState | 'paused' | 'hidden'

const TONES = {
  connecting: 'grey',
  live: 'teal',
  paused: 'grey',
  hidden: 'grey',
  lost: 'amber',
  'signed-out': 'red',
  refused: 'red',
} as const

/** True where it does not come back by itself. */
export const isOver = (state: LiveState): boolean => state === 'signed-out' || state === 'refused'

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
