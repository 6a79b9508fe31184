'use client'

import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { isOver, type LiveState } from '../live/live-state'
import { LiveStatus } from '../live/live-status'
import classes from './revocations.module.css'

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
  const isPaused = state === 'paused'
  return (
    <section className={classes['live']} aria-label={t('label')}>
      <LiveStatus state={state} path="/revocations" />
      <span className={classes['place']}>{t('upTo', { sequence: place })}</span>
      <span className={classes['news']} aria-live="polite">
        {news > 0 && t('news', { count: news })}
      </span>
      {!isOver(state) && (
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
