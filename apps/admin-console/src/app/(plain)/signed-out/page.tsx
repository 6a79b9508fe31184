import { getTranslations } from 'next-intl/server'
import { NoticeAction, NoticePage } from '../../../shell/notice-page'

export async function generateMetadata() {
  const t = await getTranslations('signedOut')
  return { title: t('title') }
}

/** Where signing out ends; `only=console` when the authorization server could not be asked. */
export default async function SignedOutPage({ searchParams }: PageProps<'/signed-out'>) {
  const t = await getTranslations('signedOut')
  const isOnlyConsole = (await searchParams)['only'] === 'console'
  return (
    <NoticePage title={t('title')}>
      <p>{t(isOnlyConsole ? 'onlyConsole' : 'sentence')}</p>
      <NoticeAction href="/auth/sign-in">{t('signIn')}</NoticeAction>
    </NoticePage>
  )
}
