import type { ReactNode } from 'react'
import classes from './facts.module.css'

/** A name and what stands for it. */
export interface Fact {
  readonly name: string
  readonly value: ReactNode
}

/** Names and values, in two columns where there is room. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className={classes['facts']}>
    {facts.map(({ name, value }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
