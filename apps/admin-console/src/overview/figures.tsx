import type { AdminOverview, UsageRange } from '@gatehouse/token-types'
import { getTranslations } from 'next-intl/server'
import { Card } from '../detail/card'
import { TimeFigure } from '../charts/time-figure'
import { FigureCard } from './figure-card'
import classes from './overview.module.css'
import { Unread } from './unread'

interface AskedFigures {
  /** Undefined where the server does not give it. */
  readonly asked: Promise<AdminOverview | undefined>
}

/** The four figures; one that could not be read says so, and the others stand. */
export async function Figures({ asked, range }: AskedFigures & { readonly range: UsageRange }) {
  const t = await getTranslations('overview')
  const figures = (await asked)?.figures
  return (
    <div className={classes['figures']}>
      <FigureCard name={t('activePeople')} figure={figures?.active_people ?? null} range={range} />
      <FigureCard name={t('signIns')} figure={figures?.sign_ins ?? null} range={range} />
      <FigureCard
        name={t('failedSignIns')}
        figure={figures?.failed_sign_ins ?? null}
        range={range}
        isBetterWhenLess
      />
      <FigureCard name={t('livingSessions')} figure={figures?.living_sessions ?? null} range={range} />
    </div>
  )
}

/** Sign-ins and those that failed, over time. */
export async function SignIns({ asked }: AskedFigures) {
  const t = await getTranslations('overview')
  const overview = await asked
  const { sign_ins: signIns = null, failed_sign_ins: failed = null } = overview?.figures ?? {}
  return (
    <Card title={t('signInsOverTime')} intro={t('signInsOverTimeIntro')}>
      {overview === undefined || signIns === null || failed === null ? (
        <Unread />
      ) : (
        <TimeFigure
          label={t('signInsOverTime')}
          series={{
            from: overview.from,
            bucketSeconds: overview.bucket_seconds,
            lines: [
              {
                label: t('signIns'),
                color: 'indigo',
                values: signIns.series,
                opens: { path: '/audit', filters: { type: 'sign_in.succeeded' } },
              },
              {
                label: t('failedSignIns'),
                color: 'red',
                values: failed.series,
                opens: { path: '/audit', filters: { type: 'sign_in.failed' } },
              },
            ],
          }}
        />
      )}
    </Card>
  )
}
