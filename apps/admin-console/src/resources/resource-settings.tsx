'use client'

import { Alert, NumberInput, Select, Stack, Table, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { SIGNING_ALGS, type AdminResource } from '@gatehouse/token-types'
import { Card, StateBadge } from '../detail/card'
import { useDuration } from '../detail/duration'
import { useVersionedForm, VersionedFormFoot } from '../forms/versioned-form'
import { saveResource } from './actions'
import { PartsInput } from './parts-input'
import { fieldsOf, rolesOf, scopesOf } from './resource-fields'
import classes from './resources.module.css'

/** What an API is called, its scopes and roles, and its tokens; of a part of the server, its tokens alone. */
export function ResourceSettings({
  resource,
  etag,
}: {
  readonly resource: AdminResource
  readonly etag: string
}) {
  const t = useTranslations('resources')
  const duration = useDuration()
  const versioned = useVersionedForm(fieldsOf(resource), etag, (fields, version) =>
    saveResource(resource.id, fields, version),
  )
  const { form, save } = versioned
  const label = (name: string) => t(`fields.${name}`)
  const lifetime = Number(form.getValues().access_token_lifetime_seconds)
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      {resource.built_in ? (
        <Alert mb="md" color="gray" icon={<IconLock size={18} />} title={t('settings.builtIn')}>
          {t('settings.builtInSentence')}
        </Alert>
      ) : (
        <Card title={t('settings.about')}>
          <TextInput required label={label('name')} {...form.getInputProps('name')} />
        </Card>
      )}
      <Card title={label('scopes')} intro={t('settings.scopesIntro')}>
        {resource.built_in ? (
          <FixedParts
            kind="scopes"
            parts={resource.scopes.map((each) => ({ ...each, sentence: each.consent_text }))}
          />
        ) : (
          <PartsInput {...scopesOf(form)} />
        )}
      </Card>
      {(!resource.built_in || resource.roles.length > 0) && (
        <Card title={label('roles')} intro={t('settings.rolesIntro')}>
          {resource.built_in ? (
            <FixedParts
              kind="roles"
              parts={resource.roles.map((each) => ({ ...each, sentence: each.description }))}
            />
          ) : (
            <PartsInput {...rolesOf(form)} />
          )}
        </Card>
      )}
      <Card title={t('settings.tokens')} intro={t('settings.tokensIntro')}>
        <Stack>
          <NumberInput
            label={label('access_token_lifetime_seconds')}
            description={t('settings.lifetimeSentence', { duration: duration(lifetime) })}
            suffix=" s"
            min={60}
            max={3_600}
            clampBehavior="none"
            allowDecimal={false}
            {...form.getInputProps('access_token_lifetime_seconds')}
          />
          <Select
            label={label('signing_alg')}
            data={[...SIGNING_ALGS]}
            allowDeselect={false}
            {...form.getInputProps('signing_alg')}
          />
        </Stack>
      </Card>
      <VersionedFormFoot form={versioned} labelOf={label} />
    </form>
  )
}

function FixedParts({
  kind,
  parts,
}: {
  readonly kind: 'scopes' | 'roles'
  readonly parts: readonly {
    readonly name: string
    readonly sentence: string
    readonly sensitive?: boolean
  }[]
}) {
  const t = useTranslations(`resources.${kind}Input`)
  return (
    <Table aria-label={t('label')} className={classes['plain'] ?? ''}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('name')}</Table.Th>
          <Table.Th>{t('sentence')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {parts.map(({ name, sentence, sensitive }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <code>{name}</code>
            </Table.Td>
            <Table.Td>
              <span lang="en">{sentence}</span>{' '}
              {sensitive === true && <StateBadge tone="amber">{t('sensitive')}</StateBadge>}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
