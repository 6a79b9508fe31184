import type { ReactNode } from 'react'
import classes from './timeline.module.css'

/** One thing in a timeline: a tone, a word, when, and what else is to say. */
export interface TimelineEntry {
  readonly key: string
  readonly tone: 'teal' | 'amber' | 'red' | 'grey'
  readonly title: string
  readonly time: ReactNode
  readonly detail?: ReactNode
}

/** Entries shown before and after those that are folded away. */
const SHOWN_FIRST = 2
const SHOWN_LAST = 4

/** What happened, the oldest first. Where much happened, the middle is folded away under `foldedLabel`. */
export function Timeline({
  label,
  entries,
  foldedLabel,
}: {
  readonly label: string
  readonly entries: readonly TimelineEntry[]
  readonly foldedLabel: (count: number) => string
}) {
  const folded = entries.length - SHOWN_FIRST - SHOWN_LAST
  const isLong = folded > 1
  const first = isLong ? entries.slice(0, SHOWN_FIRST) : entries
  return (
    <ol className={classes['timeline']} aria-label={label}>
      {first.map(entryItem)}
      {isLong && (
        <li className={classes['folded']}>
          <details>
            <summary>{foldedLabel(folded)}</summary>
            <ol className={classes['timeline']}>{entries.slice(SHOWN_FIRST, -SHOWN_LAST).map(entryItem)}</ol>
          </details>
        </li>
      )}
      {isLong && entries.slice(-SHOWN_LAST).map(entryItem)}
    </ol>
  )
}

const entryItem = ({ key, tone, title, time, detail }: TimelineEntry) => (
  <li key={key} className={classes['entry']} data-tone={tone}>
    <p>
      <strong>{title}</strong> <span>{time}</span>
    </p>
    {detail !== undefined && <div>{detail}</div>}
  </li>
)
