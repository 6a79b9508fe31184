import classes from './life-bar.module.css'

type Tone = 'teal' | 'amber' | 'red' | 'grey' | 'primary'

/** A stretch of a life; moments in milliseconds. */
export interface LifeSpan {
  readonly from: number
  readonly to: number
  readonly tone: Tone
}

/** Something that happened, or will. */
export interface LifeMark {
  readonly at: number
  readonly tone: Tone
}

/**
 * A life drawn to scale, between two moments in milliseconds. It is a picture: what it shows must also stand beside it.
 *
 * @param label what it shows, for those who do not see it
 */
export function LifeBar({
  label,
  from,
  to,
  now,
  spans,
  marks = [],
}: {
  readonly label: string
  readonly from: number
  readonly to: number
  readonly now: number
  readonly spans: readonly LifeSpan[]
  readonly marks?: readonly LifeMark[]
}) {
  const place = (at: number) => `${Math.min(100, Math.max(0, ((at - from) / (to - from || 1)) * 100))}%`
  return (
    <div className={classes['bar']} role="img" aria-label={label}>
      {spans.map((span) => (
        <span
          key={`${span.from} ${span.tone}`}
          className={classes['span']}
          data-tone={span.tone}
          style={{ left: place(span.from), right: `calc(100% - ${place(span.to)})` }}
        />
      ))}
      {marks.map((mark, at) => (
        <span
          key={`${mark.at} ${at}`}
          className={classes['mark']}
          data-tone={mark.tone}
          style={{ left: place(mark.at) }}
        />
      ))}
      {now > from && now < to && <span className={classes['now']} style={{ left: place(now) }} />}
    </div>
  )
}
