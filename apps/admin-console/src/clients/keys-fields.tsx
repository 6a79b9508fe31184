'use client'

import { MultiSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ASSERTION_SIGNING_ALGS } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import type { ClientSettingsFields } from './client-fields'

type Place = 'jwks_uri' | 'jwks'

const MONO = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }

/** The public keys of a client that signs assertions: where it publishes them, or the keys themselves. */
export function KeysFields({ form }: { readonly form: UseFormReturnType<ClientSettingsFields> }) {
  const t = useTranslations('clients')
  const { jwks, jwks_uri: address } = form.getValues()
  const [place, setPlace] = useState<Place>(jwks === null ? 'jwks_uri' : 'jwks')
  return (
    <Card title={t('keys.title')} intro={t('keys.intro')}>
      <Stack>
        <SegmentedControl
          aria-label={t('keys.title')}
          value={place}
          onChange={setPlace}
          data={[
            { value: 'jwks_uri', label: t('keys.byAddress') },
            { value: 'jwks', label: t('keys.bySet') },
          ]}
          w="fit-content"
        />
        {place === 'jwks_uri' ? (
          <TextInput
            label={t('fields.jwks_uri')}
            description={t('keys.addressSentence')}
            placeholder="https://app.example.com/.well-known/jwks.json"
            styles={MONO}
            value={address ?? ''}
            error={form.errors['jwks_uri']}
            onChange={(event) =>
              form.setValues(
                event.currentTarget.value === ''
                  ? { jwks_uri: null }
                  : { jwks_uri: event.currentTarget.value, jwks: null },
              )
            }
          />
        ) : (
          <Textarea
            label={t('fields.jwks')}
            description={t('keys.setSentence')}
            placeholder='{ "keys": [ … ] }'
            autosize
            minRows={6}
            maxRows={20}
            spellCheck={false}
            styles={MONO}
            value={textOf(jwks)}
            error={form.errors['jwks']}
            onChange={(event) =>
              form.setValues(
                event.currentTarget.value.trim() === ''
                  ? { jwks: null }
                  : { jwks: event.currentTarget.value as unknown as object, jwks_uri: null },
              )
            }
            onBlur={() => form.setValues({ jwks: parsed(form.getValues().jwks) })}
          />
        )}
        <MultiSelect
          label={t('fields.assertion_signing_algs')}
          description={t('keys.algsSentence')}
          data={[...ASSERTION_SIGNING_ALGS]}
          {...form.getInputProps('assertion_signing_algs')}
        />
        <Text size="xs" c="dimmed">
          {t('keys.privateSentence')}
        </Text>
      </Stack>
    </Card>
  )
}

const textOf = (keys: object | string | null): string =>
  keys === null ? '' : typeof keys === 'string' ? keys : JSON.stringify(keys, null, 2)

/** What was typed, as JSON where it is some; else it stays, and the server says what is wrong with it. */
function parsed(keys: object | string | null): object | null {
  if (typeof keys !== 'string') return keys
  try {
    return JSON.parse(keys) as object
  } catch {
    return keys as unknown as object
  }
}
