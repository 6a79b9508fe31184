'use client'

import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminRoleRow, AdminUser } from '@gatehouse/token-types'
import { TroubleNotice } from '../forms/trouble-notice'
import { useAdminForm } from '../forms/use-admin-form'
import { useFound } from '../forms/use-found'
import { findRoles, giveRole } from './actions'

/** Chooses a role of any API, and gives it. */
export function GiveRole({ user, close }: { readonly user: AdminUser; readonly close: () => void }) {
  const t = useTranslations('users.rolesCard')
  const router = useRouter()
  const [search, setSearch] = useState('')
  const { form, isSaving, trouble, otherErrors, save, forgetTrouble } = useAdminForm(
    { role: null as string | null },
    ({ role }) => giveRole(user.sub, roleFrom(role ?? '')),
    (_, { getValues }) => {
      const { role } = roleFrom(getValues().role ?? '')
      notifications.show({ message: t('given', { role }) })
      router.refresh()
      close()
    },
  )
  const { value } = form.getInputProps('role') as { value: string | null }
  const found = useFound(search, findRoles)
  return (
    <Modal opened onClose={close} title={t('give')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.onSubmit(save)} noValidate>
        <Stack>
          <Text size="sm">{t('giveSentence')}</Text>
          <Select
            label={t('role')}
            data-autofocus
            searchable
            data={grouped(found, value, user)}
            filter={({ options }) => options}
            nothingFoundMessage={t('noRoles')}
            searchValue={search}
            onSearchChange={setSearch}
            {...form.getInputProps('role')}
          />
          <TroubleNotice trouble={trouble} otherErrors={otherErrors} retry={save} close={forgetTrouble} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isSaving} disabled={value === null}>
              {t('give')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** Identifiers of APIs and names of roles hold no space. */
const valueOf = (resource: string, role: string): string => `${resource} ${role}`

function roleFrom(value: string): { resource: string; role: string } {
  const [resource = '', role = ''] = value.split(' ')
  return { resource, role }
}

/** Roles by their API; what the person holds already cannot be chosen, what is chosen stays. */
function grouped(roles: readonly AdminRoleRow[], chosen: string | null, user: AdminUser) {
  const held = new Set(user.roles.map(({ resource, role }) => valueOf(resource, role)))
  const all = new Map(roles.map(({ resource, name }) => [valueOf(resource, name), { resource, name }]))
  if (chosen !== null && !all.has(chosen)) {
    const { resource, role } = roleFrom(chosen)
    all.set(chosen, { resource, name: role })
  }
  const groups = new Map<string, { value: string; label: string; disabled: boolean }[]>()
  for (const [value, { resource, name }] of all) {
    groups.set(resource, [...(groups.get(resource) ?? []), { value, label: name, disabled: held.has(value) }])
  }
  return [...groups].map(([group, items]) => ({ group, items }))
}
