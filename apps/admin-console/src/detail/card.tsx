import type { ReactNode } from 'react'
import classes from './detail.module.css'

/** A part of a page with a title of its own. */
export const Card = ({
  title,
  intro,
  action,
  isDangerous = false,
  children,
}: {
  readonly title: string
  readonly intro?: string
  /** Stands beside the title. */
  readonly action?: ReactNode
  readonly isDangerous?: boolean
  readonly children: ReactNode
}) => (
  <section
    className={isDangerous ? `${classes['card']} ${classes['danger']}` : classes['card']}
    aria-label={title}
  >
    <div className={classes['cardHead']}>
      <div>
        <h2>{title}</h2>
        {intro !== undefined && <p>{intro}</p>}
      </div>
      {action}
    </div>
    {children}
  </section>
)

/** The state of something: a dot and a word. */
export const StateBadge = ({
  tone,
  children,
}: {
  readonly tone: 'teal' | 'amber' | 'red' | 'grey'
  readonly children: ReactNode
}) => (
  <span className={classes['badge']} data-tone={tone}>
    <span aria-hidden="true" />
    {children}
  </span>
)
