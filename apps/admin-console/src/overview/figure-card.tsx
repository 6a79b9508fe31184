import type { AdminFigure, UsageRange } from '@gatehouse/token-types'
import { IconArrowDownRight, IconArrowUpRight, IconMinus } from '@tabler/icons-react'
import { useFormatter, useTranslations } from 'next-intl'
import { Sparkline } from '../charts/sparkline'
import { changeOf } from './change'
import classes from './overview.module.css'
import { Unread } from './unread'

const ICONS = { more: IconArrowUpRight, less: IconArrowDownRight, same: IconMinus, new: IconArrowUpRight }

/** One number, how it changed, and its course. */
export function FigureCard({
  name,
  figure,
  range,
  isBetterWhenLess = false,
}: {
  readonly name: string
  /** Null where it could not be read. */
  readonly figure: AdminFigure | null
  readonly range: UsageRange
  readonly isBetterWhenLess?: boolean
}) {
  const t = useTranslations('overview')
  const format = useFormatter()
  if (figure === null) {
    return (
      <section className={classes['figure']} aria-label={name}>
        <h2>{name}</h2>
        <Unread />
      </section>
    )
  }
  const change = changeOf(figure)
  const Icon = ICONS[change.way]
  const isBetter = (change.way === 'less') === isBetterWhenLess
  const tone = change.way === 'same' ? 'none' : isBetter ? 'better' : 'worse'
  const share = format.number(change.share, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <section className={classes['figure']} aria-label={name}>
      <h2>{name}</h2>
      <div className={classes['value']}>
        <strong>{format.number(figure.value)}</strong>
        <Sparkline series={figure.series} tone={isBetterWhenLess ? 'red' : 'indigo'} />
      </div>
      <p className={classes['change']}>
        <span data-tone={tone}>
          <Icon size={14} stroke={2} aria-hidden="true" />
          {t(`change.${change.way}`, { share })}
        </span>{' '}
        {t(`before.${range}`)}
      </p>
    </section>
  )
}
