import classes from './charts.module.css'

const WIDTH = 96
const HEIGHT = 32
const MARGIN = 2

/** The course of a figure, at a glance; the numbers themselves stand beside it or in a table. */
export function Sparkline({
  series,
  tone = 'indigo',
}: {
  readonly series: readonly number[]
  readonly tone?: 'indigo' | 'red'
}) {
  const most = Math.max(...series, 1)
  const step = (WIDTH - 2 * MARGIN) / Math.max(series.length - 1, 1)
  const points = series.map((value, at) => {
    const x = MARGIN + at * step
    const y = HEIGHT - MARGIN - (value / most) * (HEIGHT - 2 * MARGIN)
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  return (
    <svg
      className={classes['sparkline']}
      data-tone={tone}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polygon points={`${MARGIN},${HEIGHT} ${points.join(' ')} ${WIDTH - MARGIN},${HEIGHT}`} />
      <polyline points={points.join(' ')} />
    </svg>
  )
}
