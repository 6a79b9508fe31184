'use client'

import { useTranslations } from 'next-intl'
import classes from './sessions.module.css'

/** What becomes of sessions, refresh tokens, access tokens and applications when `of` is ended. */
export function SessionConsequences({
  of,
}: {
  readonly of: 'selected' | 'person' | 'client' | 'everything'
}) {
  const t = useTranslations('sessions.consequences')
  return (
    <ul className={classes['consequences']}>
      <li>{t(`session.${of}`)}</li>
      <li>{t(`refreshTokens.${of}`)}</li>
      <li>{t('accessTokens')}</li>
      <li>{t('clients')}</li>
      {of === 'everything' && <li>{t('oneself')}</li>}
    </ul>
  )
}
