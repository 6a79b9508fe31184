'use client'

import { CopyValue } from './copy-value'
import classes from './detail.module.css'

/** Text to copy, as it is. */
export const CodeBlock = ({ label, children }: { readonly label: string; readonly children: string }) => (
  <div className={classes['code']}>
    <pre tabIndex={0} aria-label={label}>
      <code>{children}</code>
    </pre>
    <div className={classes['codeCopy']}>
      <CopyValue value={children} label={label} />
    </div>
  </div>
)
