'use client'

import dynamic from 'next/dynamic'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../shell/link'
import classes from './charts.module.css'
import { bucketHref, bucketLabel, bucketStarts, type TimeSeries } from './time-series'

// The library of charts is as large as the rest of the page: the text and the table are there before it.
const TimeChart = dynamic(() => import('./time-chart'), {
  ssr: false,
  loading: () => <div className={classes['chartSpace']} />,
})

/** A chart over time, what it shows in one sentence, and its numbers as a table, whose links are those of its points. */
export function TimeFigure({ label, series }: { readonly label: string; readonly series: TimeSeries }) {
  const t = useTranslations('charts')
  const format = useFormatter()
  const starts = bucketStarts(series)
  const named = (start: Date) => bucketLabel(format, start, series.bucketSeconds)
  const isEmpty = series.lines.every(({ values }) => values.every((value) => value === 0))
  return (
    <figure className={classes['figure']} aria-label={label}>
      <ul className={classes['legend']}>
        {series.lines.map((line) => (
          <li key={line.label} data-tone={line.color}>
            <span aria-hidden="true" />
            {line.label}
          </li>
        ))}
      </ul>
      <div aria-hidden="true" className={classes['chart']}>
        {isEmpty ? <p className={classes['nothing']}>{t('nothing')}</p> : <TimeChart series={series} />}
      </div>
      <figcaption className={classes['summary']}>
        {series.lines.map(({ label: name, values }) => sentenceOf(name, values)).join(' ')} {t('utc')}
      </figcaption>
      <details className={classes['numbers']}>
        <summary>{t('asTable')}</summary>
        <div className={classes['scroll']} tabIndex={0} role="region" aria-label={t('tableOf', { label })}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('when')}</th>
                {series.lines.map((line) => (
                  <th key={line.label} scope="col">
                    {line.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {starts
                .map((start, at) => (
                  <tr key={start.getTime()}>
                    <th scope="row">{named(start)}</th>
                    {series.lines.map((line) => (
                      <td key={line.label}>
                        <Link
                          href={bucketHref(series, at, line)}
                          prefetch={false}
                          aria-label={t('events', {
                            shown: format.number(line.values[at] ?? 0),
                            line: line.label,
                            when: named(start),
                          })}
                        >
                          {format.number(line.values[at] ?? 0)}
                        </Link>
                      </td>
                    ))}
                  </tr>
                ))
                .reverse()}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )

  function sentenceOf(name: string, values: readonly number[]): string {
    const total = values.reduce((sum, value) => sum + value, 0)
    const most = Math.max(...values, 0)
    const start = starts[values.indexOf(most)]
    const shown = { line: name, total: format.number(total) }
    if (total === 0 || start === undefined) return t('sentenceNone', { line: name })
    return t('sentence', { ...shown, most: format.number(most), when: named(start) })
  }
}
