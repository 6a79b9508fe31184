'use client'

import { Anchor, List } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { AdminStillInUse } from '@gatehouse/token-types'
import { Link } from '../shell/link'

/** Who holds what should go, each a link to where it can be taken away. */
export function Holders({ clients, client_count: count, people_count: people }: AdminStillInUse) {
  const t = useTranslations('kit.holders')
  return (
    <List size="sm" my={4}>
      {clients.map((id) => (
        <List.Item key={id}>
          {t('client')}{' '}
          <Anchor
            component={Link}
            href={`/clients/${encodeURIComponent(id)}/access`}
            underline="always"
            c="inherit"
            fz="sm"
          >
            {id}
          </Anchor>
        </List.Item>
      ))}
      {count > clients.length && <List.Item>{t('more', { count: count - clients.length })}</List.Item>}
      {people > 0 && (
        <List.Item>
          <Anchor component={Link} href="/roles" underline="always" c="inherit" fz="sm">
            {t('people', { count: people })}
          </Anchor>
        </List.Item>
      )}
    </List>
  )
}
