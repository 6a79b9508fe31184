import { useFormatter, useTranslations } from 'next-intl'
import type { AdminTokenFamily, AdminTokenFamilyMoment } from '@gatehouse/token-types'
import { CopiedId } from '../detail/copied-id'
import { LifeBar } from '../detail/life-bar'
import { Moment } from '../detail/moment'
import { Timeline } from '../detail/timeline'
import { Reason } from '../revocations/reason'
import classes from './tokens.module.css'

const TONES = { issued: 'teal', rotated: 'teal', reused: 'red', revoked: 'amber', expired: 'grey' } as const
const SPAN_TONES = { alive: 'teal', reused: 'red', revoked: 'amber', expired: 'grey' } as const

/** The life of a refresh family: to scale, and in words. */
export function FamilyLife({ family, now }: { readonly family: AdminTokenFamily; readonly now: Date }) {
  const t = useTranslations('tokens')
  const format = useFormatter()
  const last = family.timeline.at(-1)
  const isAlive = family.state === 'alive'
  const from = Date.parse(family.created_at)
  const end = isAlive ? now.getTime() : Date.parse(last?.at ?? family.expires_at)
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' })
  return (
    <>
      <div className={classes['life']}>
        <LifeBar
          label={t('lifeLabel', { state: t(`states.${family.state}`), count: family.timeline.length })}
          from={from}
          to={isAlive ? Date.parse(family.expires_at) : end}
          now={now.getTime()}
          spans={[{ from, to: end, tone: SPAN_TONES[family.state] }]}
          marks={family.timeline.map(({ at, what }) => ({ at: Date.parse(at), tone: TONES[what] }))}
        />
        <div className={classes['ends']}>
          <span>{t('lifeBegins', { date: day(family.created_at) })}</span>
          <span>
            {isAlive
              ? t('lifeEnds', { date: day(family.expires_at) })
              : t('lifeEnded', { date: day(new Date(end).toISOString()) })}
          </span>
        </div>
      </div>
      <Timeline
        label={t('life')}
        foldedLabel={(count) => t('folded', { count })}
        entries={family.timeline.map((moment, at) => ({
          key: `${moment.at} ${at}`,
          tone: TONES[moment.what],
          title: t(`moments.${moment.what}`),
          time: <Moment at={moment.at} now={now} />,
          detail: <MomentDetail moment={moment} now={now} />,
        }))}
      />
    </>
  )
}

function MomentDetail({ moment, now }: { readonly moment: AdminTokenFamilyMoment; readonly now: Date }) {
  const t = useTranslations('tokens')
  if (moment.reason !== undefined) return <Reason code={moment.reason} />
  if (moment.access_token_id === undefined || moment.access_token_expires_at === undefined) return null
  const isOver = Date.parse(moment.access_token_expires_at) <= now.getTime()
  return (
    <>
      {t('accessToken')} <CopiedId id={moment.access_token_id} />{' '}
      {t(isOver ? 'accessTokenOver' : 'accessTokenUntil')}{' '}
      <Moment at={moment.access_token_expires_at} now={now} />
    </>
  )
}
