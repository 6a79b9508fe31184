import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { adminPage } from '../../../../admin-api/admin-page'
import { clientOf } from '../../../../clients/shown-client'
import { idOf, type ThingParameters } from '../../../../detail/shown-thing'
import { StateBadge } from '../../../../detail/card'
import { DetailHeading } from '../../../../detail/detail-heading'
import { DetailTabs } from '../../../../detail/detail-tabs'

/** What stands above every part of a client. */
export default async function ClientLayout({
  params,
  children,
}: {
  readonly params: ThingParameters
  readonly children: ReactNode
}) {
  const clientId = await idOf(params)
  const t = await getTranslations('clients')
  return adminPage(async (api) => {
    const { value: client } = await clientOf(api, clientId)
    const path = `/clients/${encodeURIComponent(clientId)}`
    return (
      <div>
        <DetailHeading
          back={{ href: '/clients', label: t('title') }}
          title={client.client_name}
          id={client.client_id}
        >
          {client.disabled_at === null ? (
            <StateBadge tone="teal">{t('on')}</StateBadge>
          ) : (
            <StateBadge tone="red">{t('off')}</StateBadge>
          )}
          {client.pkce_exempt && <StateBadge tone="amber">{t('withoutPkce')}</StateBadge>}
        </DetailHeading>
        <DetailTabs
          label={t('parts')}
          tabs={[
            { href: path, label: t('integrate.title') },
            { href: `${path}/settings`, label: t('settings.title') },
            { href: `${path}/access`, label: t('access.title') },
            { href: `${path}/credentials`, label: t('credentials.title') },
            { href: `${path}/test`, label: t('signInTest.title') },
            { href: `${path}/tokens`, label: t('tokens.title') },
            { href: `${path}/activity`, label: t('activity') },
            { href: `${path}/danger`, label: t('danger.title') },
          ]}
        />
        {children}
      </div>
    )
  })
}
