import { Link } from '../shell/link'
import { CopyValue } from './copy-value'
import classes from './copied-id.module.css'

/** An id with its copy button, and where it leads to. */
export const CopiedId = ({ id, href }: { readonly id: string; readonly href?: string | undefined }) => (
  <span className={classes['id']}>
    {href === undefined ? (
      <code>{id}</code>
    ) : (
      <Link href={href}>
        <code>{id}</code>
      </Link>
    )}
    <CopyValue value={id} />
  </span>
)
