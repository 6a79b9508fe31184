import { getTranslations } from 'next-intl/server'
import { requireSession } from '../../../../console'
import { NewResource } from '../../../../resources/new-resource'
import { PageHeading } from '../../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('resources'))('register') }
}

/** Registering an API, from its address to its scopes. */
export default async function NewResourcePage() {
  await requireSession()
  const t = await getTranslations('resources')
  return (
    <div>
      <PageHeading title={t('register')} intro={t('new.intro')} />
      <NewResource />
    </div>
  )
}
