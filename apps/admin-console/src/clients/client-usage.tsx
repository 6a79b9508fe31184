import type { AdminClientUsage, AdminTally, UsageRange } from '@gatehouse/token-types'
import { useFormatter, useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { RangeSwitch } from '../charts/range-switch'
import { TimeFigure } from '../charts/time-figure'
import { Card } from '../detail/card'
import { RelativeTime } from '../detail/relative-time'
import { Unread } from '../overview/unread'
import classes from './client-activity.module.css'

/** Tokens and refusals of a client over time, and of which kinds they were. */
export async function ClientUsage({
  clientId,
  asked,
  range,
  now,
}: {
  readonly clientId: string
  /** Undefined where the server does not give it. */
  readonly asked: Promise<AdminClientUsage | undefined>
  readonly range: UsageRange
  readonly now: Date
}) {
  const t = await getTranslations('clientActivity')
  const usage = await asked
  const path = `/clients/${encodeURIComponent(clientId)}/activity`
  return (
    <Card title={t('usage')} intro={t('usageIntro')} action={<RangeSwitch path={path} range={range} />}>
      {usage === undefined ? (
        <Unread />
      ) : (
        <>
          <TimeFigure
            label={t('usage')}
            series={{
              from: usage.from,
              bucketSeconds: usage.bucket_seconds,
              lines: [
                {
                  label: t('tokens'),
                  color: 'indigo',
                  values: usage.tokens.series,
                  opens: { path: '/audit', filters: { client_id: clientId, type: 'token.issued' } },
                },
                {
                  label: t('refusals'),
                  color: 'red',
                  values: usage.refusals.series,
                  opens: { path: '/failures', filters: { client_id: clientId } },
                },
              ],
            }}
          />
          <p className={classes['used']}>
            {usage.last_used_at === null
              ? t('neverUsed')
              : t.rich('lastUsed', {
                  when: () => <RelativeTime at={Date.parse(usage.last_used_at!) / 1000} now={now} />,
                })}
          </p>
          <div className={classes['tallies']}>
            <Tally title={t('byGrant')} tally={usage.tokens_by_grant_type} />
            <Tally title={t('byError')} tally={usage.refusals_by_error} />
          </div>
        </>
      )}
    </Card>
  )
}

function Tally({ title, tally }: { readonly title: string; readonly tally: readonly AdminTally[] }) {
  const t = useTranslations('clientActivity')
  const format = useFormatter()
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {tally.length === 0 ? (
        <p>{t('noneYet')}</p>
      ) : (
        <dl>
          {tally.map(({ name, count }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{format.number(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
