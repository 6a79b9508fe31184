'use client'

import { CloseButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import { StateBadge } from '../detail/card'
import { FeedReach } from './feed-reach'
import classes from './revocation-progress.module.css'

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
  const [isEverywhere, setEverywhere] = useState(false)
  return (
    <section className={classes['progress']} aria-label={title}>
      <div className={classes['progressHead']}>
        <StateBadge tone={isEverywhere ? 'teal' : 'amber'}>{title}</StateBadge>
        <CloseButton aria-label={t('close')} onClick={close} />
      </div>
      <FeedReach onEverywhere={() => setEverywhere(true)} />
      {children}
    </section>
  )
}
