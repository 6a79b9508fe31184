import { getTranslations } from 'next-intl/server'
import { NoticeAction, NoticePage } from '../shell/notice-page'

export default async function NotFound() {
  const t = await getTranslations('error')
  return (
    <NoticePage title={t('notFound')}>
      <p>{t('notFoundSentence')}</p>
      <NoticeAction href="/">{t('home')}</NoticeAction>
    </NoticePage>
  )
}
