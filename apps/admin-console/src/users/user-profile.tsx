'use client'

import { SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useRef, type ReactNode } from 'react'
import type { AdminAddress, AdminUser } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { ConflictDialog } from '../forms/conflict-dialog'
import { SaveBar } from '../forms/save-bar'
import { TroubleNotice } from '../forms/trouble-notice'
import { changedFields, useAdminForm } from '../forms/use-admin-form'
import { saveUser } from './actions'
import { AddressInput } from './address-input'
import { profileOf, type ProfileFields } from './user-profile-fields'

/** Every attribute of a person, with a bar that says what differs and saves it. */
export function UserProfile({ user, etag }: { readonly user: AdminUser; readonly etag: string }) {
  const t = useTranslations('users')
  const router = useRouter()
  const version = useRef(etag)
  const { form, isSaving, trouble, otherErrors, save, forgetTrouble } = useAdminForm(
    profileOf(user),
    (values, names) =>
      saveUser(user.sub, Object.fromEntries(names.map((name) => [name, values[name]])), version.current),
    (saved) => {
      version.current = saved.etag
      notifications.show({ message: t('overview.saved') })
      router.refresh()
    },
  )
  const label = (name: string) => t(`fields.${name}`)
  const names = changedFields(form.getInitialValues(), form.getValues())
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
      <TroubleNotice
        trouble={trouble?.state === 'conflict' ? undefined : trouble}
        otherErrors={otherErrors}
        retry={save}
        close={forgetTrouble}
      />
      {trouble?.state === 'conflict' && (
        <ConflictDialog
          mine={form.getValues()}
          theirs={trouble.current as Record<string, unknown>}
          names={names}
          labelOf={label}
          keepMine={() => {
            version.current = trouble.etag
            forgetTrouble()
            save()
          }}
          takeTheirs={() => {
            forgetTrouble()
            router.refresh()
          }}
          close={forgetTrouble}
        />
      )}
      <SaveBar changed={names.map(label)} isSaving={isSaving} save={save} discard={() => form.reset()} />
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
