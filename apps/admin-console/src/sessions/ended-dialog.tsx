'use client'

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { AdminEnded } from '@gatehouse/token-types'
import { FeedReach } from '../revocations/feed-reach'
import classes from './sessions.module.css'

/** What an act ended, and how the APIs that follow the revocation feed learn of it. */
export function EndedDialog({
  title,
  ended,
  close,
  children,
}: {
  readonly title: string
  readonly ended: AdminEnded
  readonly close: () => void
  /** What else is to be said. */
  readonly children?: ReactNode
}) {
  const t = useTranslations('sessions.ended')
  const figures = [
    ['sessions', ended.sessions],
    ['refreshFamilies', ended.refresh_families],
    ['grants', ended.grants],
  ] as const
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        {children}
        <dl className={classes['figures']}>
          {figures.map(([name, count]) => (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd>{count}</dd>
            </div>
          ))}
        </dl>
        {ended.revocation_sequence === null ? (
          <Text size="sm">{t('nothingRevoked')}</Text>
        ) : (
          <FeedReach sequence={ended.revocation_sequence} />
        )}
        <Group justify="flex-end">
          <Button onClick={close} data-autofocus>
            {t('done')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
