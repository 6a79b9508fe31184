'use client'

import { SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { AdminAddress, AdminUser } from '@gatehouse/token-types'
import { lastChangeOfUser } from '../audit/actions'
import { Card } from '../detail/card'
import { useVersionedForm, VersionedFormFoot } from '../forms/versioned-form'
import { saveUser } from './actions'
import { AddressInput } from './address-input'
import { profileOf, type ProfileFields } from './user-profile-fields'

/** Every attribute of a person, with a bar that says what differs and saves it. */
export function UserProfile({ user, etag }: { readonly user: AdminUser; readonly etag: string }) {
  const t = useTranslations('users')
  const versioned = useVersionedForm(profileOf(user), etag, (fields, version) =>
    saveUser(user.sub, fields, version),
  )
  const { form, save } = versioned
  const label = (name: string) => t(`fields.${name}`)
  const text = (name: keyof ProfileFields, description?: string) => {
    const { value, onChange, error } = form.getInputProps(name) as InputProps
    return {
      label: label(name),
      value: (value as string | null) ?? '',
      onChange: (event: { currentTarget: { value: string } }) =>
        onChange(event.currentTarget.value || (name === 'username' ? '' : null)),
      error,
      autoComplete: 'off',
      ...(description === undefined ? {} : { description }),
    }
  }
  const flag = (name: keyof ProfileFields) => ({
    label: label(name),
    ...form.getInputProps(name, { type: 'checkbox' }),
  })
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Card title={t('overview.signIn')} intro={t('overview.signInIntro')}>
        <Stack>
          <Pair>
            <TextInput required autoCapitalize="none" spellCheck={false} {...text('username')} />
            <TextInput type="email" {...text('email')} />
          </Pair>
          <Switch {...flag('email_verified')} />
        </Stack>
      </Card>
      <Card title={t('overview.name')}>
        <Pair>
          {(
            ['name', 'preferred_username', 'given_name', 'family_name', 'middle_name', 'nickname'] as const
          ).map((name) => (
            <TextInput key={name} {...text(name)} />
          ))}
        </Pair>
      </Card>
      <Card title={t('overview.contact')}>
        <Stack>
          <Pair>
            <TextInput type="tel" {...text('phone_number', t('overview.phoneSentence'))} />
          </Pair>
          <Switch {...flag('phone_number_verified')} />
          <AddressInput
            {...(form.getInputProps('address') as {
              value: AdminAddress | null
              onChange: (value: AdminAddress | null) => void
              error?: ReactNode
            })}
          />
        </Stack>
      </Card>
      <Card title={t('overview.about')}>
        <Pair>
          <TextInput {...text('birthdate', t('overview.birthdateSentence'))} />
          <TextInput {...text('gender')} />
          <TextInput {...text('locale', t('overview.localeSentence'))} />
          <TextInput {...text('zoneinfo', t('overview.zoneSentence'))} />
          <TextInput type="url" {...text('profile')} />
          <TextInput type="url" {...text('website')} />
          <TextInput type="url" {...text('picture')} />
        </Pair>
      </Card>
      <VersionedFormFoot
        form={versioned}
        labelOf={label}
        lastChange={() => lastChangeOfUser(user.sub, user.updated_at)}
      />
    </form>
  )
}

const Pair = ({ children }: { readonly children: ReactNode }) => (
  <SimpleGrid cols={{ base: 1, sm: 2 }}>{children}</SimpleGrid>
)

interface InputProps {
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: ReactNode
}
