'use client'

import { Anchor, Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { LiveState } from './live-events'
import classes from './revocations.module.css'

const TONES = {
  connecting: 'grey',
  live: 'teal',
  paused: 'grey',
  hidden: 'grey',
  lost: 'amber',
  'signed-out': 'red',
  refused: 'red',
} as const

/** How the live view stands, up to which place it is, and pausing it. */
export function LiveBar({
  state,
  place,
  news,
  setPaused,
}: {
  readonly state: LiveState
  readonly place: string
  /** How many entries came since the page was made. */
  readonly news: number
  readonly setPaused: (isPaused: boolean) => void
}) {
  const t = useTranslations('revocations.live')
  const isOver = state === 'signed-out' || state === 'refused'
  const isPaused = state === 'paused'
  return (
    <section className={classes['live']} aria-label={t('label')}>
      <span className={classes['state']} data-tone={TONES[state]} role="status">
        <span aria-hidden="true" data-live={state === 'live' || undefined} />
        {t(state)}
      </span>
      <span className={classes['place']}>{t('upTo', { sequence: place })}</span>
      <span className={classes['news']} aria-live="polite">
        {news > 0 && t('news', { count: news })}
      </span>
      {state === 'signed-out' && (
        <Anchor href="/auth/sign-in?return_to=/revocations" size="sm">
          {t('signIn')}
        </Anchor>
      )}
      {!isOver && (
        <Button
          size="xs"
          variant="default"
          leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
          onClick={() => setPaused(!isPaused)}
        >
          {t(isPaused ? 'resume' : 'pause')}
        </Button>
      )}
    </section>
  )
}
