import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './overview.module.css'

/** Shown while the access token is due and the authorization server does not answer. */
export function RenewalNotice() {
  const t = useTranslations('overview')
  return (
    <div className={classes['notice']} role="status">
      <IconAlertTriangle size={20} stroke={1.7} aria-hidden="true" />
      <div>
        <strong>{t('renewalFailing')}</strong>
        <p>{t('renewalFailingDetail')}</p>
      </div>
    </div>
  )
}
