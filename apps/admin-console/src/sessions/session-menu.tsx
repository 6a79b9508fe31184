'use client'

import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { AdminSession } from '@gatehouse/token-types'
import { Link } from '../shell/link'
import { nameOfPerson } from '../users/person-name'
import type { Ending } from './end-sessions'

/** What can be shown or ended beginning from one session. */
export function SessionMenu({
  session,
  end,
}: {
  readonly session: AdminSession
  readonly end: (ending: Ending) => void
}) {
  const t = useTranslations('sessions')
  const { sub } = session.user
  const name = nameOfPerson(session.user)
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('actions', { name })}>
          <IconDots size={18} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={`/sessions?user=${encodeURIComponent(sub)}`}>
          {t('showPerson', { name })}
        </Menu.Item>
        {session.clients.map((client) => (
          <Menu.Item
            key={client.client_id}
            component={Link}
            href={`/sessions?client=${encodeURIComponent(client.client_id)}`}
          >
            {t('showClient', { name: client.client_name })}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item c="var(--console-red)" onClick={() => end({ of: 'selected', ids: [session.id] })}>
          {t('endThis')}
        </Menu.Item>
        <Menu.Item c="var(--console-red)" onClick={() => end({ of: 'person', sub, name })}>
          {t('endPerson', { name })}
        </Menu.Item>
        {session.clients.map((client) => (
          <Menu.Item
            key={client.client_id}
            c="var(--console-red)"
            onClick={() => end({ of: 'client', clientId: client.client_id, name: client.client_name })}
          >
            {t('endClient', { name: client.client_name })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
