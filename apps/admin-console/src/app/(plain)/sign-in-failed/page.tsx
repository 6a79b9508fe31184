import { getTranslations } from 'next-intl/server'
import { NoticeAction, NoticeFacts, NoticePage } from '../../../shell/notice-page'
import { failureCodeIn, referenceIn } from '../../../sign-in/sign-in-failure'

export async function generateMetadata() {
  const t = await getTranslations('signInFailed')
  return { title: t('title') }
}

/** Says in plain words why a sign-in failed and what to do; shows nothing from the address that it does not know. */
export default async function SignInFailedPage({ searchParams }: PageProps<'/sign-in-failed'>) {
  const t = await getTranslations('signInFailed')
  const query = await searchParams
  const code = failureCodeIn(query['code'])
  const reference = referenceIn(query['reference'])
  return (
    <NoticePage title={t('title')}>
      <p role="alert">{t(`${code}.sentence`)}</p>
      <p>{t(`${code}.remedy`)}</p>
      <NoticeAction href="/auth/sign-in">{t('retry')}</NoticeAction>
      <NoticeFacts
        facts={[
          [t('code'), code],
          ...(reference === undefined ? [] : [[t('reference'), reference] as const]),
        ]}
      />
    </NoticePage>
  )
}
