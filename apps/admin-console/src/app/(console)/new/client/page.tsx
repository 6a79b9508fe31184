import { getTranslations } from 'next-intl/server'
import { NewClient } from '../../../../clients/new-client'
import { consoleParts, requireSession } from '../../../../console'
import { PageHeading } from '../../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('clients.new'))('title') }
}

/** Registering an application, from its kind to its secret. */
export default async function NewClientPage() {
  await requireSession()
  const t = await getTranslations('clients.new')
  return (
    <div>
      <PageHeading title={t('title')} intro={t('intro')} />
      <NewClient issuer={consoleParts().settings.issuer.href.replace(/\/$/u, '')} />
    </div>
  )
}
