'use client'

import { Progress } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { AdminFeedFollowers } from '@gatehouse/token-types'
import { readFollowers } from './actions'

const ASK_AGAIN_MS = 1_000
/** An instance says something each half minute: whoever said nothing until then will not say it now. */
const ASKED_AT_MOST = 40

/** How many of the instances that follow the list have reached a place in it. */
interface Reach {
  readonly following: number
  readonly reached: number
}

/** Shows how many APIs know what was revoked, until all of those that follow the list do. */
export function FeedReach({
  sequence,
  onEverywhere,
}: {
  /** Place in the list that they have to reach; absent means its newest one. */
  readonly sequence?: string
  readonly onEverywhere?: () => void
}) {
  const t = useTranslations('revocations.progress')
  const seen = useReach(sequence, onEverywhere)
  if (seen === 'signed-out') return <p role="status">{t('signedOut')}</p>
  if (seen === 'unknown') return <p role="status">{t('unknown')}</p>
  const isEverywhere = seen !== undefined && seen.following > 0 && seen.reached === seen.following
  return (
    <>
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
    </>
  )
}

function useReach(
  sequence: string | undefined,
  onEverywhere?: () => void,
): Reach | 'signed-out' | 'unknown' | undefined {
  const [seen, setSeen] = useState<Reach | 'signed-out' | 'unknown'>()
  useEffect(() => {
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    let target = sequence
    const ask = async (left: number) => {
      const outcome = await readFollowers().catch(() => undefined)
      if (!isCurrent) return
      // Whoever ended their own session is told no more.
      if (outcome?.state === 'signed-out') return setSeen('signed-out')
      if (outcome?.state === 'refused') return setSeen('unknown')
      if (outcome?.state === 'done') {
        target ??= outcome.value.newest
        const next = reachOf(outcome.value, target)
        setSeen(next)
        if (next.following === 0) return
        if (next.reached === next.following) return onEverywhere?.()
      }
      if (left > 0) timer = setTimeout(() => void ask(left - 1), ASK_AGAIN_MS)
    }
    void ask(ASKED_AT_MOST)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
    // Followed for one revocation; the callback is new at each rendering.
  }, [sequence])
  return seen
}

/** Those that are silent are not waited for. */
function reachOf({ followers }: AdminFeedFollowers, target: string): Reach {
  const following = followers.filter((follower) => follower.is_following)
  const reached = following.filter(({ position }) => BigInt(position) >= BigInt(target))
  return { following: following.length, reached: reached.length }
}
