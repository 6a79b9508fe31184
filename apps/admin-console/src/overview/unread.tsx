import { IconCloudOff } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './overview.module.css'

/** In place of what could not be read; the rest of the page stands nevertheless. */
export function Unread() {
  const t = useTranslations('overview')
  return (
    <p className={classes['unread']}>
      <IconCloudOff size={16} stroke={1.7} aria-hidden="true" />
      {t('unread')}
    </p>
  )
}
