import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../admin-api/admin-page'
import { getKeys } from '../../../admin-api/keys'
import { PageHeading } from '../../../shell/page-heading'
import { AlgorithmCard } from '../../../signing-keys/algorithm-card'
import { keysByAlgorithm } from '../../../signing-keys/key-ages'
import { RevokedKey } from '../../../signing-keys/revoked-key'

const SECONDS_A_MINUTE = 60

export async function generateMetadata() {
  return { title: (await getTranslations('signingKeys'))('title') }
}

/** What signs tokens now, what will, and what did. Private halves never come here. */
export default async function SigningKeysPage() {
  const t = await getTranslations('signingKeys')
  return adminPage(async (api) => {
    const keys = await getKeys(api)
    const now = new Date()
    return (
      <div>
        <PageHeading
          title={t('title')}
          intro={t(keys.rotation_days === 0 ? 'introByHand' : 'intro', {
            days: keys.rotation_days,
            minutes: Math.ceil(keys.lead_seconds / SECONDS_A_MINUTE),
          })}
        />
        <RevokedKey>
          {keysByAlgorithm(keys).map((algorithm) => (
            <AlgorithmCard key={algorithm.alg} algorithm={algorithm} now={now} />
          ))}
        </RevokedKey>
      </div>
    )
  })
}
