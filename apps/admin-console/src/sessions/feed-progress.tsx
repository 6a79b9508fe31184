'use client'

import { Text } from '@mantine/core'
import { IconCircleCheck, IconLoader2 } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { feedReach, type FeedReach } from './actions'
import classes from './sessions.module.css'

/** How long it takes until the servers are asked again. */
const ASKING_MILLISECONDS = 1_000

/** Shows how the revocation arrives at the APIs that follow the feed, until all of them have it. */
export function FeedProgress({ sequence }: { readonly sequence: string | null }) {
  const t = useTranslations('sessions.ended')
  const reach = useFeedReach(sequence)
  if (sequence === null) return <Text size="sm">{t('nothingRevoked')}</Text>
  if (reach === 'signed-out') return <Text size="sm">{t('oneself')}</Text>
  const isEverywhere = reach !== undefined && reach.reached === reach.following
  const Icon = isEverywhere ? IconCircleCheck : IconLoader2
  return (
    <div className={classes['progress']} data-done={isEverywhere || undefined} role="status">
      <Icon size={18} stroke={1.7} aria-hidden="true" />
      <div>
        <p>{reach === undefined ? t('arriving') : t('reached', { ...reach })}</p>
        <p className={classes['place']}>{t('place', { sequence })}</p>
      </div>
    </div>
  )
}

/** Asks again until every API that follows has read as far as that place. */
function useFeedReach(sequence: string | null): FeedReach | 'signed-out' | undefined {
  const [reach, setReach] = useState<FeedReach | 'signed-out'>()
  useEffect(() => {
    if (sequence === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isShown = true
    const ask = async () => {
      const outcome = await feedReach(sequence).catch(() => undefined)
      if (!isShown) return
      if (outcome?.state === 'done') setReach(outcome.value)
      if (outcome?.state === 'signed-out') setReach('signed-out')
      const isOver =
        outcome?.state === 'signed-out' ||
        outcome?.state === 'refused' ||
        (outcome?.state === 'done' && outcome.value.reached === outcome.value.following)
      if (!isOver) timer = setTimeout(() => void ask(), ASKING_MILLISECONDS)
    }
    void ask()
    return () => {
      isShown = false
      clearTimeout(timer)
    }
  }, [sequence])
  return reach
}
