'use client'

import { Anchor, Tabs, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { AdminClientRow, AdminResource } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { CodeBlock } from '../detail/code-block'
import { Link } from '../shell/link'
import { LinkButton } from '../shell/link-button'
import { guardSnippets } from './guard-snippets'
import classes from './resources.module.css'

/** How a service accepts tokens for the API: its values, its own client, and code to copy. */
export function Protect({
  resource,
  issuer,
  servers,
}: {
  readonly resource: AdminResource
  readonly issuer: string
  /** Clients that are the server of the API. */
  readonly servers: readonly AdminClientRow[]
}) {
  const t = useTranslations('resources.protect')
  const snippets = guardSnippets({ issuer, resource, clientId: servers[0]?.client_id })
  const scopes = resource.scopes.map(({ name }) => name).join(' ')
  return (
    <>
      <Card title={t('values')} intro={t('valuesIntro')}>
        <CodeBlock label={t('values')}>
          {[
            `issuer    ${issuer}`,
            `audience  ${resource.identifier}`,
            ...(scopes === '' ? [] : [`scopes    ${scopes}`]),
          ].join('\n')}
        </CodeBlock>
      </Card>
      <Card
        title={t('client')}
        intro={t('clientIntro')}
        action={
          servers.length === 0 && (
            <LinkButton
              variant="default"
              href={`/new/client?${new URLSearchParams({ server_for: resource.id })}`}
            >
              {t('registerClient')}
            </LinkButton>
          )
        }
      >
        {servers.length === 0 ? (
          <Text size="sm">{t('noClient')}</Text>
        ) : (
          <ul className={classes['holders']}>
            {servers.map((client) => (
              <li key={client.client_id}>
                <Anchor component={Link} fz="sm" href={`/clients/${encodeURIComponent(client.client_id)}`}>
                  {client.client_name}
                </Anchor>{' '}
                <code className={classes['mono']}>{client.client_id}</code>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('code')} intro={t('codeIntro')}>
        <Tabs defaultValue={snippets[0]?.name ?? ''} keepMounted={false}>
          <Tabs.List>
            {snippets.map(({ name }) => (
              <Tabs.Tab key={name} value={name}>
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {snippets.map(({ name, code, install }) => (
            <Tabs.Panel key={name} value={name} pt="sm">
              {install !== undefined && (
                <Text size="sm" mb="xs" className={classes['mono'] ?? ''} component="p">
                  {install}
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
