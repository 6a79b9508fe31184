import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from '../shell/link'
import { PAGE_HEADING_ID } from '../shell/page-heading'
import { CopyValue } from './copy-value'
import classes from './detail.module.css'

/** The heading of one thing: what it is called, its id, its state, and the way back to the list. */
export const DetailHeading = ({
  back,
  title,
  id,
  mark,
  children,
}: {
  readonly back: { readonly href: string; readonly label: string }
  readonly title: string
  readonly id: string
  /** Stands before the title. */
  readonly mark?: ReactNode
  /** Badges and actions. */
  readonly children?: ReactNode
}) => (
  <div className={classes['heading']}>
    <Link href={back.href} className={classes['back']}>
      <IconArrowLeft size={14} stroke={1.7} aria-hidden="true" />
      {back.label}
    </Link>
    <div className={classes['title']}>
      {mark}
      <h1 id={PAGE_HEADING_ID} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
    <div className={classes['id']}>
      <code>{id}</code>
      <CopyValue value={id} />
    </div>
  </div>
)
