import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../../admin-api/admin-page'
import { getFamily } from '../../../../../admin-api/tokens'
import { Card, StateBadge } from '../../../../../detail/card'
import { DetailHeading } from '../../../../../detail/detail-heading'
import { FamilyFacts } from '../../../../../tokens/family-facts'
import { FamilyLife } from '../../../../../tokens/family-life'
import { FamilyState } from '../../../../../tokens/family-state'
import { ReuseNotice } from '../../../../../tokens/reuse-notice'
import { RevokeFamily } from '../../../../../tokens/revoke-family'

export async function generateMetadata() {
  return { title: (await getTranslations('tokens'))('family') }
}

/** One refresh family: whose it is, and its life. */
export default async function FamilyPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params
  const t = await getTranslations('tokens')
  return adminPage(async (api) => {
    const family = await getFamily(api, id)
    const now = new Date()
    return (
      <div>
        <DetailHeading
          back={{ href: '/tokens', label: t('title') }}
          title={t('familyOf', {
            client: family.client_name ?? family.client_id,
            person: family.username ?? t('removedPerson'),
          })}
          id={family.id}
        >
          <FamilyState state={family.state} />
          {family.offline && <StateBadge tone="grey">{t('offline')}</StateBadge>}
        </DetailHeading>
        {family.state === 'reused' && <ReuseNotice isOfCode={family.revoked_reason === 'code_reuse'} />}
        <RevokeFamily familyId={family.id} isAlive={family.state === 'alive'} />
        <Card title={t('life')} intro={t('lifeIntro')}>
          <FamilyLife family={family} now={now} />
        </Card>
        <Card title={t('facts')}>
          <FamilyFacts family={family} now={now} />
        </Card>
      </div>
    )
  })
}
