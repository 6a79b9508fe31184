import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../../admin-api/admin-page'
import { Card } from '../../../../../detail/card'
import { CodeBlock } from '../../../../../detail/code-block'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'
import { userOf } from '../../../../../users/shown-user'

/** The account as the admin API answers it. */
export default async function UserRawPage({ params }: { readonly params: ThingParameters }) {
  const sub = await idOf(params)
  const t = await getTranslations('users.raw')
  return adminPage(async (api) => {
    const { value: user } = await userOf(api, sub)
    return (
      <Card title={t('title')} intro={t('sentence')}>
        <CodeBlock label={t('title')}>{JSON.stringify(user, null, 2)}</CodeBlock>
      </Card>
    )
  })
}
