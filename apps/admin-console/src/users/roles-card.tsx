'use client'

import { Button, Table, Text, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminHeldRole, AdminUser } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { takeRole } from './actions'
import { GiveRole } from './give-role'
import classes from './users.module.css'

/** Roles that the person holds, to give and to take away. */
export function RolesCard({ user }: { readonly user: AdminUser }) {
  const t = useTranslations('users.rolesCard')
  const router = useRouter()
  const [isGiving, setGiving] = useState(false)
  const [taking, setTaking] = useState<AdminHeldRole>()
  return (
    <Card
      title={t('title')}
      intro={t('intro')}
      action={
        <Button variant="default" onClick={() => setGiving(true)}>
          {t('give')}
        </Button>
      }
    >
      {user.roles.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      ) : (
        <Table aria-label={t('title')} className={classes['held'] ?? ''}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('role')}</Table.Th>
              <Table.Th>{t('api')}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{t('take')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {user.roles.map((held) => (
              <Table.Tr key={`${held.resource} ${held.role}`}>
                <Table.Td>
                  <code>{held.role}</code>
                </Table.Td>
                <Table.Td>
                  <code>{held.resource}</code>
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    size="xs"
                    variant="subtle"
                    color="red"
                    aria-label={`${t('take')}: ${held.role}`}
                    onClick={() => setTaking(held)}
                  >
                    {t('take')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {isGiving && <GiveRole user={user} close={() => setGiving(false)} />}
      {taking && (
        <ConfirmDialog
          title={t('takeNamed', { role: taking.role })}
          action={t('take')}
          send={() => takeRole(user.sub, taking)}
          onDone={() => {
            setTaking(undefined)
            notifications.show({ message: t('taken', { role: taking.role }) })
            router.refresh()
          }}
          close={() => setTaking(undefined)}
        >
          {t('takeConsequence', { resource: taking.resource })}
        </ConfirmDialog>
      )}
    </Card>
  )
}
