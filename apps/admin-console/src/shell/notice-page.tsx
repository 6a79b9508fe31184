import type { ReactNode } from 'react'
import classes from './notice-page.module.css'
import { Logo } from './logo'
import { PAGE_HEADING_ID } from './page-heading'

/** A page outside the shell: one card with a title, what happened, and what to do. */
export const NoticePage = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <main id="main" className={classes['ground']}>
    <div className={classes['card']}>
      <Logo size={40} />
      <h1 id={PAGE_HEADING_ID}>{title}</h1>
      {children}
    </div>
  </main>
)

/** The action of a notice; a full navigation, since it may leave the console. */
export const NoticeAction = ({ href, children }: { readonly href: string; readonly children: ReactNode }) => (
  <a href={href} className={classes['action']}>
    {children}
  </a>
)

/** Facts that somebody who is asked for help will want, such as a code. */
export const NoticeFacts = ({ facts }: { readonly facts: readonly (readonly [string, string])[] }) => (
  <dl className={classes['facts']}>
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
