'use client'

import { useTranslations } from 'next-intl'
import { NoticeAction, NoticeFacts, NoticePage } from '../shell/notice-page'

/** What a person sees when a page throws; the digest finds the error in the log and shows nothing of it. */
export default function ErrorPage({ error }: { readonly error: Error & { readonly digest?: string } }) {
  const t = useTranslations('error')
  return (
    <NoticePage title={t('title')}>
      <p role="alert">{t('sentence')}</p>
      <NoticeAction href="/">{t('retry')}</NoticeAction>
      {error.digest !== undefined && <NoticeFacts facts={[[t('reference'), error.digest]]} />}
    </NoticePage>
  )
}
