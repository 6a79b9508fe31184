'use client'

import { Checkbox, Select, Stack, Switch } from '@mantine/core'
import { useTranslations } from 'next-intl'
import {
  OIDC_SCOPES,
  type AdminClient,
  type AdminResource,
  type AdminResourceRow,
} from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { lastChangeOfClient } from '../audit/actions'
import { useVersionedForm, VersionedFormFoot } from '../forms/versioned-form'
import { saveClient } from './actions'
import { accessOf } from './client-fields'
import classes from './clients.module.css'
import { ResourceScopesInput } from './resource-scopes-input'

/** What a client may ask for, of people and of APIs, and whether people are asked in turn. */
export function ClientAccess({
  client,
  etag,
  apis,
  details,
}: {
  readonly client: AdminClient
  readonly etag: string
  readonly apis: readonly AdminResourceRow[]
  /** The APIs that it may ask for scopes of. */
  readonly details: readonly AdminResource[]
}) {
  const t = useTranslations('clients')
  const versioned = useVersionedForm(accessOf(client), etag, (fields, version) =>
    saveClient(client.client_id, fields, version),
  )
  const { form, save } = versioned
  const label = (name: string) => t(`fields.${name}`)
  const values = form.getValues()
  const actsForPeople = client.grant_types.includes('authorization_code') || values.scopes.length > 0
  const named = (identifiers: readonly string[]) =>
    identifiers.map((identifier) => ({
      value: identifier,
      label: apis.find((api) => api.identifier === identifier)?.name ?? identifier,
    }))
  const resources = [...new Set(values.resource_scopes.map(({ resource }) => resource))]
  const choosable = (current: string | null, identifiers: readonly string[]) =>
    named([...new Set([...identifiers, ...(current === null ? [] : [current])])])
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      {actsForPeople && (
        <Card title={t('access.people')} intro={t('access.peopleIntro')}>
          <Checkbox.Group aria-label={label('scopes')} {...form.getInputProps('scopes')}>
            <div className={classes['scopes']}>
              {OIDC_SCOPES.map((scope) => (
                <Checkbox
                  key={scope}
                  value={scope}
                  size="xs"
                  label={<code>{scope}</code>}
                  description={t(`access.oidc.${scope}`)}
                />
              ))}
            </div>
          </Checkbox.Group>
        </Card>
      )}
      <Card title={t('access.apis')} intro={t('access.apisIntro')}>
        <ResourceScopesInput
          apis={apis}
          details={details}
          {...form.getInputProps('resource_scopes')}
          value={values.resource_scopes}
        />
      </Card>
      {actsForPeople && (
        <Card title={t('access.consent')}>
          <Switch
            label={label('require_consent')}
            description={t(values.require_consent ? 'access.consentOn' : 'access.consentOff')}
            {...form.getInputProps('require_consent', { type: 'checkbox' })}
          />
        </Card>
      )}
      <Card title={t('access.tokensFor')}>
        <Stack>
          <Select
            clearable
            label={label('default_resource')}
            description={t('access.defaultSentence')}
            placeholder={t('access.userinfo')}
            data={choosable(values.default_resource, resources)}
            {...form.getInputProps('default_resource')}
          />
          <Select
            clearable
            searchable
            label={label('resource_server_for')}
            description={t('access.serverSentence')}
            placeholder={t('access.noServer')}
            data={choosable(
              values.resource_server_for,
              apis.map(({ identifier }) => identifier),
            )}
            {...form.getInputProps('resource_server_for')}
          />
        </Stack>
      </Card>
      <VersionedFormFoot
        form={versioned}
        labelOf={label}
        lastChange={() => lastChangeOfClient(client.client_id, client.updated_at)}
      />
    </form>
  )
}
