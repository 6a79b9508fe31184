import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './renewal-notice.module.css'

/** Shown while the access token is due and the authorization server does not answer. */
export function RenewalNotice() {
  const t = useTranslations('shell.renewal')
  return (
    <div className={classes['notice']} role="status">
      <IconAlertTriangle size={20} stroke={1.7} aria-hidden="true" />
      <div>
        <strong>{t('failing')}</strong>
        <p>{t('failingDetail')}</p>
      </div>
    </div>
  )
}
