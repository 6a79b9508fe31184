'use client'

import { Tabs, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { AdminClient } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { CodeBlock } from '../detail/code-block'
import { snippetsFor } from './snippets'

/** Code to copy, with the values of this client and this server filled in. */
export function Integrate({ client, issuer }: { readonly client: AdminClient; readonly issuer: string }) {
  const t = useTranslations('clients.integrate')
  const snippets = snippetsFor(client, issuer)
  return (
    <>
      <Card title={t('values')} intro={t('valuesIntro')}>
        <CodeBlock label={t('values')}>
          {[`issuer     ${issuer}`, `client_id  ${client.client_id}`, ...redirectLines(client)].join('\n')}
        </CodeBlock>
      </Card>
      <Card title={t('code')} intro={t('codeIntro')}>
        <Tabs defaultValue="0" keepMounted={false}>
          <Tabs.List>
            {snippets.map(({ name }, at) => (
              <Tabs.Tab key={name} value={String(at)}>
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {snippets.map(({ name, code, install }, at) => (
            <Tabs.Panel key={name} value={String(at)} pt="sm">
              {install !== undefined && (
                <Text size="sm" mb="xs">
                  <code>{install}</code>
                </Text>
              )}
              <CodeBlock label={name}>{code}</CodeBlock>
            </Tabs.Panel>
          ))}
        </Tabs>
      </Card>
    </>
  )
}

const redirectLines = (client: AdminClient): string[] =>
  client.redirect_uris.map((uri, at) => `${at === 0 ? 'redirect  ' : '          '} ${uri}`)
