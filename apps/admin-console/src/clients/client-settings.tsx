'use client'

import { MultiSelect, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { CLIENT_AUTH_METHODS, GRANT_TYPES, SIGNING_ALGS, type AdminClient } from '@gatehouse/token-types'
import { lastChangeOfClient } from '../audit/actions'
import { Card } from '../detail/card'
import { ListInput } from '../forms/list-input'
import { useVersionedForm, VersionedFormFoot } from '../forms/versioned-form'
import { saveClient } from './actions'
import { settingsOf, type ClientSettingsFields } from './client-fields'
import { KeysFields } from './keys-fields'

/** Every attribute of a client, with a bar that says what differs and saves it. */
export function ClientSettings({ client, etag }: { readonly client: AdminClient; readonly etag: string }) {
  const t = useTranslations('clients')
  const versioned = useVersionedForm(settingsOf(client), etag, (fields, version) =>
    saveClient(client.client_id, fields, version),
  )
  const { form, save } = versioned
  const label = (name: string) => t(`fields.${name}`)
  const text = (name: keyof ClientSettingsFields) => ({
    label: label(name),
    ...form.getInputProps(name),
  })
  const optional = (name: keyof ClientSettingsFields) => {
    const { value, onChange, ...rest } = form.getInputProps(name) as InputProps
    return {
      label: label(name),
      value: (value as string | null) ?? '',
      onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value || null),
      ...rest,
    }
  }
  const number = (name: keyof ClientSettingsFields) => {
    const { value, onChange, ...rest } = form.getInputProps(name) as InputProps
    return {
      label: label(name),
      value: (value as number | null) ?? '',
      onChange: (given: number | string) => onChange(given === '' ? null : Number(given)),
      allowDecimal: false,
      min: 0,
      ...rest,
    }
  }
  const flag = (name: keyof ClientSettingsFields) => ({
    label: label(name),
    ...form.getInputProps(name, { type: 'checkbox' }),
  })
  const list = (name: keyof ClientSettingsFields) => ({
    label: label(name),
    description: t('settings.onePerLine'),
    ...(form.getInputProps(name) as {
      value: string[]
      onChange: (value: string[]) => void
      error?: React.ReactNode
    }),
  })
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Card title={t('settings.about')}>
        <Stack>
          <TextInput required {...text('client_name')} />
          <TextInput {...optional('logo_uri')} />
          <TextInput {...optional('client_uri')} />
          <TextInput {...optional('policy_uri')} />
          <TextInput {...optional('tos_uri')} />
          <ListInput {...list('contacts')} />
        </Stack>
      </Card>
      <Card title={t('settings.addresses')} intro={t('settings.addressesIntro')}>
        <Stack>
          <ListInput {...list('redirect_uris')} />
          <ListInput {...list('post_logout_redirect_uris')} />
          <ListInput {...list('cors_origins')} />
        </Stack>
      </Card>
      <Card title={t('settings.may')}>
        <Stack>
          <Select
            data={[...CLIENT_AUTH_METHODS]}
            allowDeselect={false}
            {...text('token_endpoint_auth_method')}
          />
          <MultiSelect data={[...GRANT_TYPES]} {...text('grant_types')} />
        </Stack>
      </Card>
      {form.getValues().token_endpoint_auth_method === 'private_key_jwt' && <KeysFields form={form} />}
      <Card title={t('settings.tokens')} intro={t('settings.tokensIntro')}>
        <Stack>
          <NumberInput suffix=" s" {...number('access_token_lifetime_seconds')} />
          <NumberInput suffix=" s" {...number('refresh_token_lifetime_seconds')} />
          <NumberInput suffix=" s" {...number('default_max_age_seconds')} />
          <Select data={[...SIGNING_ALGS]} allowDeselect={false} {...text('id_token_signed_response_alg')} />
          <Switch description={t('settings.dpopSentence')} {...flag('dpop_bound_access_tokens')} />
          <Switch description={t('settings.pkceSentence')} {...flag('pkce_exempt')} />
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

interface InputProps {
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: React.ReactNode
}
