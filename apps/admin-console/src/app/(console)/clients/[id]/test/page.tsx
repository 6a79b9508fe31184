import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../../admin-api/admin-page'
import { exampleRequest } from '../../../../../clients/example-request'
import { clientOf } from '../../../../../clients/shown-client'
import { SignInTest } from '../../../../../clients/sign-in-test'
import { consoleParts } from '../../../../../console'
import { Card } from '../../../../../detail/card'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'

/** Trying a sign-in without a browser. */
export default async function SignInTestPage({ params }: { readonly params: ThingParameters }) {
  const clientId = await idOf(params)
  const t = await getTranslations('clients.signInTest')
  return adminPage(async (api) => {
    const { value: client } = await clientOf(api, clientId)
    if (!client.grant_types.includes('authorization_code')) {
      return <Card title={t('title')}>{t('notForPeople')}</Card>
    }
    const issuer = consoleParts().settings.issuer.href.replace(/\/$/u, '')
    return <SignInTest clientId={client.client_id} example={exampleRequest(client, issuer)} />
  })
}
