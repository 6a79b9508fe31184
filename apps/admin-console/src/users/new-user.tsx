'use client'

import { Button, Group, PasswordInput, Radio, Stack, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminPasswordLink, AdminUser, AdminUserWithPassword } from '@gatehouse/token-types'
import type { Outcome } from '../admin-api/outcome'
import { Card } from '../detail/card'
import { TroubleNotice } from '../forms/trouble-notice'
import { useAdminForm } from '../forms/use-admin-form'
import { createUser, makePasswordLink } from './actions'
import { LinkOnce } from './link-once'
import { PasswordOnce } from './password-once'
import { nameOfPerson } from './person-name'

const BEGINNINGS = ['link', 'random', 'own', 'none'] as const

interface Invited {
  readonly user: AdminUser
  readonly link: AdminPasswordLink
}

/** An account from its name to its first password, or to the link by which the person chooses it; both are shown once. */
export function NewUser() {
  const t = useTranslations('users.new')
  const label = useTranslations('users.fields')
  const router = useRouter()
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [made, setMade] = useState<AdminUserWithPassword>()
  const [invited, setInvited] = useState<Invited>()
  const [isInviting, setInviting] = useState(false)
  const open = ({ sub }: AdminUser) => router.push(`/users/${encodeURIComponent(sub)}`)
  const { form, isSaving, trouble, otherErrors, save, forgetTrouble } = useAdminForm(
    {
      username: '',
      email: '',
      name: '',
      email_verified: false,
      beginning: 'link',
      password: '',
    },
    async ({ username, email, name, email_verified, beginning, password }) => {
      const outcome = await createUser(
        {
          username: username.trim() === '' ? email : username,
          ...(email === '' ? {} : { email, email_verified }),
          ...(name === '' ? {} : { name }),
          ...(beginning === 'random' ? { random_password: true } : {}),
          ...(beginning === 'own' ? { password } : {}),
        },
        key,
      )
      // A refused request has used its key up for other values.
      if (outcome.state !== 'unreachable') setKey(crypto.randomUUID())
      return username.trim() === '' ? withoutEcho(outcome) : outcome
    },
    (user, { getValues }) => {
      if (user.password !== undefined) setMade(user)
      else if (getValues().beginning === 'link') void invite(user)
      else open(user)
    },
  )
  // The account is made: where the link is not, its page offers another try.
  const invite = async (user: AdminUser) => {
    setInviting(true)
    const outcome = await makePasswordLink(user.sub).catch(() => undefined)
    if (outcome?.state === 'done') return setInvited({ user, link: outcome.value })
    notifications.show({ message: t('withoutLink'), color: 'red' })
    router.push(`/users/${encodeURIComponent(user.sub)}/security`)
  }
  const { beginning } = form.getValues()
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Card title={t('about')}>
        <Stack>
          <TextInput
            type="email"
            label={label('email')}
            autoComplete="off"
            {...form.getInputProps('email')}
          />
          <Switch
            label={label('email_verified')}
            description={t('verifiedSentence')}
            {...form.getInputProps('email_verified', { type: 'checkbox' })}
          />
          <TextInput
            label={label('username')}
            description={t('usernameSentence')}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('username')}
          />
          <TextInput label={label('name')} autoComplete="off" {...form.getInputProps('name')} />
        </Stack>
      </Card>
      <Card title={t('beginning')} intro={t('beginningIntro')}>
        <Stack>
          <Radio.Group aria-label={t('beginning')} {...form.getInputProps('beginning')}>
            <Stack gap="sm">
              {BEGINNINGS.map((each) => (
                <Radio
                  key={each}
                  value={each}
                  label={t(`beginnings.${each}.name`)}
                  description={t(`beginnings.${each}.sentence`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {beginning === 'own' && (
            <PasswordInput
              required
              label={t('password')}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
              {...form.getInputProps('password')}
            />
          )}
          <TroubleNotice trouble={trouble} otherErrors={otherErrors} retry={save} close={forgetTrouble} />
          <Group>
            <Button type="submit" loading={isSaving || isInviting}>
              {t('create')}
            </Button>
          </Group>
        </Stack>
      </Card>
      {made?.password !== undefined && (
        <PasswordOnce username={made.username} password={made.password} close={() => open(made)} />
      )}
      {invited && (
        <LinkOnce link={invited.link} name={nameOfPerson(invited.user)} close={() => open(invited.user)} />
      )}
    </form>
  )
}

/** A mail address that stands in for the user name is wrong once, not twice. */
function withoutEcho<Value>(outcome: Outcome<Value>): Outcome<Value> {
  if (outcome.state !== 'invalid' || !outcome.errors.some(({ field }) => field === 'email')) return outcome
  return { ...outcome, errors: outcome.errors.filter(({ field }) => field !== 'username') }
}
