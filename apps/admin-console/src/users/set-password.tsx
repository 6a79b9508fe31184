'use client'

import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { PasswordSet } from '../admin-api/users'
import { TroubleNotice } from '../forms/trouble-notice'
import { useAdminForm } from '../forms/use-admin-form'
import { setPassword } from './actions'

/** Sets a password that the admin chooses. */
export function SetPassword({
  sub,
  onDone,
  close,
}: {
  readonly sub: string
  readonly onDone: (set: PasswordSet) => void
  readonly close: () => void
}) {
  const t = useTranslations('users.security')
  const { form, isSaving, trouble, otherErrors, save, forgetTrouble } = useAdminForm(
    { password: '' },
    ({ password }) => setPassword(sub, password),
    onDone,
  )
  return (
    <Modal opened onClose={close} title={t('set')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.onSubmit(save)} noValidate>
        <Stack>
          <Text size="sm">{t('setSentence')}</Text>
          <PasswordInput
            required
            label={t('newPassword')}
            autoComplete="new-password"
            data-autofocus
            visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
            {...form.getInputProps('password')}
          />
          <TroubleNotice trouble={trouble} otherErrors={otherErrors} retry={save} close={forgetTrouble} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isSaving}>
              {t('set')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
