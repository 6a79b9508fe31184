import type { ReactNode } from 'react'
import classes from './page-heading.module.css'

/** Id of a page's `h1`, which gets the focus after a navigation. */
export const PAGE_HEADING_ID = 'page-heading'

/** The one `h1` of a page, with a sentence about it. */
export const PageHeading = ({
  title,
  intro,
  children,
}: {
  readonly title: string
  readonly intro?: string
  /** What can be done on the page. */
  readonly children?: ReactNode
}) => (
  <div className={classes['heading']}>
    <div>
      <h1 id={PAGE_HEADING_ID} tabIndex={-1}>
        {title}
      </h1>
      {intro !== undefined && <p>{intro}</p>}
    </div>
    {children}
  </div>
)
