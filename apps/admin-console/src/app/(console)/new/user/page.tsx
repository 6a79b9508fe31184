import { getTranslations } from 'next-intl/server'
import { requireSession } from '../../../../console'
import { PageHeading } from '../../../../shell/page-heading'
import { NewUser } from '../../../../users/new-user'

export async function generateMetadata() {
  return { title: (await getTranslations('users.new'))('title') }
}

/** Making an account for somebody. */
export default async function NewUserPage() {
  await requireSession()
  const t = await getTranslations('users.new')
  return (
    <div>
      <PageHeading title={t('title')} intro={t('intro')} />
      <NewUser />
    </div>
  )
}
