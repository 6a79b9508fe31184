import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

/** Something to be done, or to be careful about; nothing has failed. */
export const Notice = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className={classes['notice']} role="status">
    <IconAlertTriangle size={20} stroke={1.7} aria-hidden="true" />
    <div>
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
    </div>
  </div>
)
