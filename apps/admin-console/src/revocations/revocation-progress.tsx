'use client'

import { CloseButton, Progress } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useState, type ReactNode } from 'react'
import type { AdminFeedFollowers } from '@gatehouse/token-types'
import { StateBadge } from '../detail/card'
import { readFollowers } from './actions'
import classes from './revocation-progress.module.css'

const ASK_AGAIN_MS = 1_000
/** An instance says something each half minute: whoever said nothing until then will not say it now. */
const ASKED_AT_MOST = 40

interface Seen {
  /** Place in the list that every instance has to reach. */
  readonly target: string
  readonly following: number
  readonly reached: number
}

/** Shows how what was just revoked comes to be known by every API that follows the list. */
export function RevocationProgress({
  title,
  close,
  children,
}: {
  readonly title: string
  readonly close: () => void
  /** What else one may want to see. */
  readonly children?: ReactNode
}) {
  const t = useTranslations('revocations.progress')
  const seen = useFollowersThatReached()
  const isEverywhere = seen !== undefined && seen.reached === seen.following
  return (
    <section className={classes['progress']} aria-label={title}>
      <div className={classes['progressHead']}>
        <StateBadge tone={isEverywhere ? 'teal' : 'amber'}>{title}</StateBadge>
        <CloseButton aria-label={t('close')} onClick={close} />
      </div>
      <p role="status">
        {seen === undefined
          ? t('asking')
          : seen.following === 0
            ? t('nobody')
            : t(isEverywhere ? 'everywhere' : 'some', { count: seen.following, reached: seen.reached })}
      </p>
      {seen !== undefined && seen.following > 0 && (
        <Progress
          size="sm"
          color={isEverywhere ? 'teal' : 'indigo'}
          value={(seen.reached / seen.following) * 100}
          aria-label={t('label')}
        />
      )}
      {children}
    </section>
  )
}

function useFollowersThatReached(): Seen | undefined {
  const [seen, setSeen] = useState<Seen>()
  useEffect(() => {
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    let target: string | undefined
    const ask = async (left: number) => {
      const outcome = await readFollowers().catch(() => undefined)
      if (!isCurrent) return
      if (outcome?.state === 'done') {
        target ??= outcome.value.newest
        const next = reachedOf(outcome.value, target)
        setSeen(next)
        if (next.reached === next.following) return
      }
      if (left > 0) timer = setTimeout(() => void ask(left - 1), ASK_AGAIN_MS)
    }
    void ask(ASKED_AT_MOST)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [])
  return seen
}

/** Those that are silent are not waited for. */
function reachedOf({ followers }: AdminFeedFollowers, target: string): Seen {
  const following = followers.filter((follower) => follower.is_following)
  const reached = following.filter(({ position }) => BigInt(position) >= BigInt(target))
  return { target, following: following.length, reached: reached.length }
}
