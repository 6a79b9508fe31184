'use client'

import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import { CodeBlock } from '../detail/code-block'

/** A password that the server made, shown this once. Closing wants a tick. */
export function PasswordOnce({
  username,
  password,
  close,
  children,
}: {
  readonly username: string
  readonly password: string
  readonly close: () => void
  /** What else came of it. */
  readonly children?: ReactNode
}) {
  const t = useTranslations('users.passwordOnce')
  const [isKept, setKept] = useState(false)
  return (
    <Modal
      opened
      onClose={() => isKept && close()}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t('title')}
    >
      <Stack>
        <Alert color="yellow" icon={<IconAlertTriangle size={18} />}>
          {t('sentence')}
        </Alert>
        <div>
          <Text size="sm" fw={550} mb={4}>
            {t('username')}
          </Text>
          <CodeBlock label={t('username')}>{username}</CodeBlock>
        </div>
        <div>
          <Text size="sm" fw={550} mb={4}>
            {t('password')}
          </Text>
          <CodeBlock label={t('password')}>{password}</CodeBlock>
        </div>
        {children}
        <Checkbox
          label={t('kept')}
          checked={isKept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button disabled={!isKept} onClick={close}>
            {t('close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
