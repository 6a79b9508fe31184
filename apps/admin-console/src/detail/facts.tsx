import type { ReactNode } from 'react'
import classes from './detail.module.css'

/** What is known of something, as names with values side by side. */
export const Facts = ({
  facts,
}: {
  readonly facts: readonly { readonly name: string; readonly value: ReactNode }[]
}) => (
  <dl className={classes['facts']}>
    {facts.map(({ name, value }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
