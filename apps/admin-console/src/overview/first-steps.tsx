'use client'

import { Button } from '@mantine/core'
import type { AdminFirstSteps, FirstStep } from '@gatehouse/token-types'
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { TroubleNotice } from '../forms/trouble-notice'
import type { Trouble } from '../forms/use-admin-form'
import { LinkButton } from '../shell/link-button'
import { putFirstStepsAway } from './actions'
import classes from './first-steps.module.css'

const UNREACHABLE = { state: 'unreachable' } as const

/** What a new Gatehouse needs, what of it is done, and what comes next; it can be put away for everybody. */
export function FirstSteps({ steps }: Pick<AdminFirstSteps, 'steps'>) {
  const t = useTranslations('overview.steps')
  const next = steps.find(({ is_done }) => !is_done)?.name
  return (
    <section className={classes['card']} aria-labelledby="first-steps">
      <div className={classes['head']}>
        <div>
          <h2 id="first-steps">{t('title')}</h2>
          <p>{t('progress', { done: steps.filter(({ is_done }) => is_done).length, all: steps.length })}</p>
        </div>
        <PutAway isSkipped label={t('skip')} />
      </div>
      <ol className={classes['steps']}>
        {steps.map(({ name, is_done: isDone }) => (
          <li key={name} data-done={isDone}>
            {isDone ? (
              <IconCircleCheckFilled size={20} aria-hidden="true" />
            ) : (
              <IconCircle size={20} stroke={1.5} aria-hidden="true" />
            )}
            <div>
              <strong>{t(`${name}.title`)}</strong>{' '}
              <span className={classes['state']}>{t(isDone ? 'done' : 'toDo')}</span>
              {!isDone && <p>{t(`${name}.detail`)}</p>}
            </div>
            {!isDone && <StepAction name={name} isNext={name === next} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Stands where the first steps were put away before they were done. */
export function ResumeFirstSteps({ steps }: Pick<AdminFirstSteps, 'steps'>) {
  const t = useTranslations('overview.steps')
  return (
    <div className={classes['resume']}>
      <p>{t('left', { count: steps.filter(({ is_done }) => !is_done).length })}</p>
      <PutAway isSkipped={false} label={t('resume')} />
    </div>
  )
}

const HREFS = { client: '/new/client', sign_in: '/clients', resource: '/new/resource' } as const

function StepAction({ name, isNext }: { readonly name: FirstStep; readonly isNext: boolean }) {
  const t = useTranslations('overview.steps')
  if (name === 'admin') return null
  const href = HREFS[name]
  return (
    <LinkButton href={href} variant={isNext ? 'filled' : 'default'}>
      {t(`${name}.action`)}
    </LinkButton>
  )
}

function PutAway({ isSkipped, label }: { readonly isSkipped: boolean; readonly label: string }) {
  const router = useRouter()
  const [trouble, setTrouble] = useState<Trouble>()
  const [isRunning, start] = useTransition()
  const send = () =>
    start(async () => {
      setTrouble(undefined)
      const outcome = await putFirstStepsAway(isSkipped).catch(() => UNREACHABLE)
      if (outcome.state === 'done') router.refresh()
      else if (outcome.state !== 'invalid') setTrouble(outcome)
    })
  return (
    <div className={classes['putAway']}>
      <Button variant="subtle" color={isSkipped ? 'gray' : 'indigo'} loading={isRunning} onClick={send}>
        {label}
      </Button>
      <TroubleNotice trouble={trouble} retry={send} close={() => setTrouble(undefined)} />
    </div>
  )
}
