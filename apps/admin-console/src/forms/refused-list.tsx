'use client'

import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'

/** A thing that stays as it was, and why. */
export interface RefusedThing {
  readonly name: string
  readonly reason: string
}

/** Of an act on several things, those that stay as they were. */
export function RefusedList({ refused }: { readonly refused: readonly RefusedThing[] }) {
  const t = useTranslations('kit.refused')
  if (refused.length === 0) return null
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={18} />}
      title={t('title', { count: refused.length })}
      role="alert"
    >
      {refused.map(({ name, reason }) => (
        <Text size="sm" key={name}>
          <strong>{name}</strong>: {reason}
        </Text>
      ))}
    </Alert>
  )
}

/** Says what was done of an act on several things, and what was refused. */
export function PartlyDoneDialog({
  title,
  refused,
  close,
}: {
  readonly title: string
  readonly refused: readonly RefusedThing[]
  readonly close: () => void
}) {
  const t = useTranslations('kit.refused')
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <RefusedList refused={refused} />
        <Group justify="flex-end">
          <Button onClick={close} data-autofocus>
            {t('done')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
