import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { adminPage } from '../../../../admin-api/admin-page'
import { StateBadge } from '../../../../detail/card'
import { DetailHeading } from '../../../../detail/detail-heading'
import { DetailTabs } from '../../../../detail/detail-tabs'
import type { ThingParameters } from '../../../../detail/shown-thing'
import { resourceOf } from '../../../../resources/shown-resource'

/** What stands above every part of an API. */
export default async function ResourceLayout({
  params,
  children,
}: {
  readonly params: ThingParameters
  readonly children: ReactNode
}) {
  const { id } = await params
  const t = await getTranslations('resources')
  return adminPage(async (api) => {
    const { value: resource } = await resourceOf(api, id)
    const path = `/resources/${id}`
    return (
      <div>
        <DetailHeading
          back={{ href: '/resources', label: t('title') }}
          title={resource.name}
          id={resource.identifier}
        >
          {resource.built_in && <StateBadge tone="grey">{t('builtIn')}</StateBadge>}
        </DetailHeading>
        <DetailTabs
          label={t('parts')}
          tabs={[
            { href: path, label: t('settings.title') },
            { href: `${path}/clients`, label: t('clients.title') },
            { href: `${path}/protect`, label: t('protect.title') },
            { href: `${path}/danger`, label: t('danger.title') },
          ]}
        />
        {children}
      </div>
    )
  })
}
