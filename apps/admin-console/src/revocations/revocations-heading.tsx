import { useTranslations } from 'next-intl'
import { DetailTabs } from '../detail/detail-tabs'
import { PageHeading } from '../shell/page-heading'

/** What stands above the list of revocations and its followers. */
export function RevocationsHeading() {
  const t = useTranslations('revocations')
  return (
    <>
      <PageHeading title={t('title')} intro={t('intro')} />
      <DetailTabs
        label={t('parts')}
        tabs={[
          { href: '/revocations', label: t('list') },
          { href: '/revocations/followers', label: t('followersTitle') },
        ]}
      />
    </>
  )
}
