'use client'

import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { SIGNING_ALGS } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { useDuration } from '../detail/duration'
import { TroubleNotice } from '../forms/trouble-notice'
import { useAdminForm } from '../forms/use-admin-form'
import { createResource } from './actions'
import { PartsInput } from './parts-input'
import { rolesOf, scopesOf, type ResourceFields } from './resource-fields'

const NOTHING: ResourceFields & { identifier: string } = {
  identifier: '',
  name: '',
  signing_alg: 'ES256',
  access_token_lifetime_seconds: 900,
  scopes: [{ name: '', consent_text: '', sensitive: false }],
  roles: [],
}

/** From the address of an API to its scopes, on one page; afterwards the code that protects it. */
export function NewResource() {
  const t = useTranslations('resources')
  const router = useRouter()
  const duration = useDuration()
  const [key, setKey] = useState(() => crypto.randomUUID())
  const { form, isSaving, trouble, otherErrors, save, forgetTrouble } = useAdminForm(
    NOTHING,
    async ({ scopes, roles, ...values }) => {
      const outcome = await createResource(
        {
          ...values,
          scopes: scopes.filter(({ name, consent_text }) => name !== '' || consent_text !== ''),
          roles: roles.filter(({ name, description }) => name !== '' || description !== ''),
        },
        key,
      )
      // A refused request has used its key up for other values.
      if (outcome.state !== 'unreachable') setKey(crypto.randomUUID())
      return outcome
    },
    ({ id }) => router.push(`/resources/${id}/protect`),
  )
  const lifetime = Number(form.getValues().access_token_lifetime_seconds)
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Card title={t('new.about')} intro={t('new.aboutIntro')}>
        <Stack>
          <TextInput
            required
            label={t('fields.identifier')}
            description={t('new.identifierSentence')}
            placeholder="https://orders.example.com"
            spellCheck={false}
            autoComplete="off"
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
            {...form.getInputProps('identifier')}
          />
          <TextInput
            required
            label={t('fields.name')}
            description={t('new.nameSentence')}
            placeholder={t('new.namePlaceholder')}
            {...form.getInputProps('name')}
          />
        </Stack>
      </Card>
      <Card title={t('fields.scopes')} intro={t('new.scopesIntro')}>
        <PartsInput {...scopesOf(form)} />
      </Card>
      <Card title={t('fields.roles')} intro={t('new.rolesIntro')}>
        <PartsInput {...rolesOf(form)} />
      </Card>
      <Card title={t('settings.tokens')} intro={t('new.tokensIntro')}>
        <Stack>
          <NumberInput
            label={t('fields.access_token_lifetime_seconds')}
            description={t('settings.lifetimeSentence', { duration: duration(lifetime) })}
            suffix=" s"
            min={60}
            max={3_600}
            clampBehavior="none"
            allowDecimal={false}
            {...form.getInputProps('access_token_lifetime_seconds')}
          />
          <Select
            label={t('fields.signing_alg')}
            data={[...SIGNING_ALGS]}
            allowDeselect={false}
            {...form.getInputProps('signing_alg')}
          />
          <TroubleNotice trouble={trouble} otherErrors={otherErrors} retry={save} close={forgetTrouble} />
          <Group>
            <Button type="submit" loading={isSaving}>
              {t('register')}
            </Button>
          </Group>
        </Stack>
      </Card>
    </form>
  )
}
