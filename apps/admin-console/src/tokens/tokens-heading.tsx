import { useTranslations } from 'next-intl'
import { DetailTabs } from '../detail/detail-tabs'
import { INSPECT_PATH } from '../inspection/inspect-path'
import { PageHeading } from '../shell/page-heading'

/** What stands above refresh families, grants and the inspection. */
export function TokensHeading() {
  const t = useTranslations('tokens')
  return (
    <>
      <PageHeading title={t('title')} intro={t('intro')} />
      <DetailTabs
        label={t('parts')}
        tabs={[
          { href: '/tokens', label: t('families') },
          { href: '/tokens/grants', label: t('grants') },
          { href: INSPECT_PATH, label: t('inspect') },
        ]}
      />
    </>
  )
}
