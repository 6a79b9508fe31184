'use client'

import { Alert, Button, Group, MultiSelect, Radio, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import {
  OIDC_SCOPES,
  type AdminClientWithSecret,
  type AdminResource,
  type AdminResourceRow,
} from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { ListInput } from '../forms/list-input'
import { TroubleNotice } from '../forms/trouble-notice'
import { useAdminForm } from '../forms/use-admin-form'
import { createClient } from './actions'
import classes from './clients.module.css'
import { ResourceScopesInput } from './resource-scopes-input'
import { SecretOnce } from './secret-once'

const KINDS = ['web', 'spa', 'native', 'service'] as const
type Kind = (typeof KINDS)[number]

const SCOPES: Record<Kind, string[]> = {
  web: ['openid', 'profile', 'email', 'offline_access'],
  spa: ['openid', 'profile', 'email'],
  native: ['openid', 'profile', 'email', 'offline_access'],
  service: [],
}

/** From the kind of application to its secret, on one page; what each kind needs is filled in. */
export function NewClient({
  issuer,
  apis,
  details,
  serverOf,
}: {
  readonly issuer: string
  /** APIs whose scopes can be chosen. */
  readonly apis: readonly AdminResourceRow[]
  /** Those whose scopes are chosen from the beginning. */
  readonly details: readonly AdminResource[]
  /** The API that the client is for, where it is to be its server. */
  readonly serverOf: AdminResource | undefined
}) {
  const t = useTranslations('clients.new')
  const router = useRouter()
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [made, setMade] = useState<AdminClientWithSecret>()
  const initial = initialFor(serverOf, details)
  const { form, isSaving, trouble, otherErrors, save, forgetTrouble } = useAdminForm(
    initial,
    async (values) => {
      const people = values.kind !== 'service'
      const outcome = await createClient(
        {
          kind: values.kind,
          client_name: values.client_name,
          ...(people ? { redirect_uris: values.redirect_uris, scopes: values.scopes } : {}),
          ...(values.resource_scopes.length === 0 ? {} : { resource_scopes: values.resource_scopes }),
          ...(people ? {} : { default_resource: onlyResource(values.resource_scopes) }),
          ...(serverOf && !people ? { resource_server_for: serverOf.identifier } : {}),
          ...(values.kind === 'spa' ? { cors_origins: originsOf(values.redirect_uris) } : {}),
        },
        key,
      )
      // A refused request has used its key up for other values.
      if (outcome.state !== 'unreachable') setKey(crypto.randomUUID())
      return outcome
    },
    (client) => (client.client_secret === undefined ? open(client) : setMade(client)),
  )
  const open = (client: AdminClientWithSecret) =>
    router.push(`/clients/${encodeURIComponent(client.client_id)}`)
  const { kind, resource_scopes: resourceScopes } = form.getValues()
  const choose = (chosen: string) => form.setValues({ kind: chosen as Kind, scopes: SCOPES[chosen as Kind] })
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Card title={t('kind')} intro={t('kindIntro')}>
        <Radio.Group value={kind} onChange={choose} aria-label={t('kind')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
            {KINDS.map((each) => (
              <Radio.Card key={each} value={each} className={classes['kind'] ?? ''}>
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator mt={2} />
                  <div>
                    <Text fw={550} size="sm">
                      {t(`kinds.${each}.name`)}
                    </Text>
                    <Text size="sm" c="dimmed">
                      {t(`kinds.${each}.sentence`)}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
            ))}
          </SimpleGrid>
        </Radio.Group>
      </Card>
      <Card title={t('about')}>
        <Stack>
          <TextInput
            required
            label={t('name')}
            description={t('nameSentence')}
            {...form.getInputProps('client_name')}
          />
          {kind !== 'service' && (
            <>
              <ListInput
                required
                label={t('redirectUris')}
                description={t('redirectUrisSentence')}
                placeholder="https://app.example.com/callback"
                {...form.getInputProps('redirect_uris')}
              />
              <MultiSelect
                label={t('scopes')}
                description={t('scopesSentence')}
                data={[...OIDC_SCOPES]}
                {...form.getInputProps('scopes')}
              />
            </>
          )}
        </Stack>
      </Card>
      <Card title={t('apis')} intro={t(kind === 'service' ? 'apisOfService' : 'apisIntro')}>
        {serverOf && kind === 'service' && (
          <Alert mb="md" color="gray" title={t('serverOf', { name: serverOf.name })}>
            {t('serverOfSentence')}
          </Alert>
        )}
        <ResourceScopesInput
          apis={apis}
          details={details}
          {...form.getInputProps('resource_scopes')}
          value={resourceScopes}
        />
      </Card>
      <Card title={t('defaults')} intro={t(`kinds.${kind}.defaults`)}>
        <Stack>
          <TroubleNotice trouble={trouble} otherErrors={otherErrors} retry={save} close={forgetTrouble} />
          <Group>
            <Button type="submit" loading={isSaving}>
              {t('register')}
            </Button>
          </Group>
        </Stack>
      </Card>
      {made?.client_secret !== undefined && (
        <SecretOnce
          clientId={made.client_id}
          secret={made.client_secret}
          issuer={issuer}
          close={() => open(made)}
        />
      )}
    </form>
  )
}

/** What the form begins with; the server of an API reads revocations, and nothing else. */
const initialFor = (serverOf: AdminResource | undefined, details: readonly AdminResource[]) => ({
  kind: (serverOf ? 'service' : 'web') as Kind,
  client_name: serverOf?.name ?? '',
  redirect_uris: [] as string[],
  scopes: serverOf ? SCOPES.service : SCOPES.web,
  resource_scopes: details.flatMap(({ identifier, scopes }) =>
    scopes.map(({ name }) => ({ resource: identifier, scope: name })),
  ),
})

/** A client that acts for itself need not say which API it means, where there is but one. */
function onlyResource(scopes: readonly { readonly resource: string }[]): string | null {
  const [first, ...others] = new Set(scopes.map(({ resource }) => resource))
  return first === undefined || others.length > 0 ? null : first
}

/** A page in the browser calls the token endpoint from where it stands. */
const originsOf = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.filter((address) => URL.canParse(address)).map((address) => new URL(address).origin)),
]
