'use client'

import { Tabs } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { AdminSignInRefusal, AdminSignInTest } from '@gatehouse/token-types'
import { Card, StateBadge } from '../detail/card'
import { ExpectedAndGot } from '../detail/difference-view'
import { Facts } from '../detail/facts'
import { ReferenceLink } from '../failures/reference-link'
import { Claims } from '../inspection/claims'

/** What would become of an authorization request. */
export function SignInOutcome({ test, now }: { readonly test: AdminSignInTest; readonly now: Date }) {
  const { refusal } = test
  return refusal ? (
    <Refused refusal={refusal} redirectUri={test.redirect_uri} />
  ) : (
    <Passed {...{ test, now }} />
  )
}

function Refused({
  refusal: { error, description, rule, expected, got, mend, reference, shown_at: place },
  redirectUri,
}: {
  readonly refusal: AdminSignInRefusal
  readonly redirectUri: string | null
}) {
  const t = useTranslations('clients.signInTest')
  return (
    <Card title={t('refused')} action={<StateBadge tone="red">{error}</StateBadge>}>
      <p role="status">{description}.</p>
      {(expected !== null || got !== null) && <ExpectedAndGot expected={expected} got={got} />}
      <Facts
        facts={[
          {
            name: t('where'),
            value: place === 'page' ? t('onPage') : t('atClient', { uri: redirectUri ?? '' }),
          },
          { name: t('rule'), value: <code>{rule}</code> },
          { name: t('mend'), value: mend ?? '—' },
          { name: t('reference'), value: <ReferenceLink reference={reference} /> },
        ]}
      />
    </Card>
  )
}

function Passed({ test, now }: { readonly test: AdminSignInTest; readonly now: Date }) {
  const t = useTranslations('clients.signInTest')
  const tokens = (['access_token', 'id_token', 'userinfo'] as const).flatMap((name) => {
    const claims = test[name]
    return claims === null ? [] : [{ name, claims }]
  })
  return (
    <>
      <Card title={t('passed')} action={<StateBadge tone="teal">{t('code')}</StateBadge>}>
        <p role="status">{t('passedSentence')}</p>
        <Facts
          facts={[
            { name: t('stepsTitle'), value: test.steps.map((step) => t(`steps.${step}`)).join(' → ') },
            { name: t('redirectUri'), value: <code>{test.redirect_uri}</code> },
            { name: t('scope'), value: <code>{test.scope.join(' ')}</code> },
            {
              name: t('resource'),
              value: test.resource === null ? t('noResource') : <code>{test.resource}</code>,
            },
            { name: t('refreshToken'), value: test.has_refresh_token ? t('yes') : t('no') },
          ]}
        />
      </Card>
      {tokens.length > 0 && (
        <Card title={t('tokens')} intro={t('tokensIntro')}>
          <Tabs defaultValue="access_token" keepMounted={false}>
            <Tabs.List>
              {tokens.map(({ name }) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`kinds.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {tokens.map(({ name, claims }) => (
              <Tabs.Panel key={name} value={name} pt="sm">
                <Claims claims={claims} now={now} />
              </Tabs.Panel>
            ))}
          </Tabs>
        </Card>
      )}
    </>
  )
}
