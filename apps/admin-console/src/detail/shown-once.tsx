'use client'

import { Alert, Button, Checkbox, Group, Modal, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'

/** Something that can never be shown again. Closing wants a tick, and nothing else closes it. */
export function ShownOnce({
  title,
  warning,
  kept,
  done,
  size,
  action,
  close,
  children,
}: {
  readonly title: string
  readonly warning: string
  /** What the tick says. */
  readonly kept: string
  /** What the button says. */
  readonly done: string
  readonly size?: 'lg'
  /** Another button, beside the one that closes. */
  readonly action?: ReactNode
  readonly close: () => void
  readonly children: ReactNode
}) {
  const [isKept, setKept] = useState(false)
  return (
    <Modal
      opened
      size={size ?? 'md'}
      onClose={() => isKept && close()}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={title}
    >
      <Stack>
        <Alert color="yellow" icon={<IconAlertTriangle size={18} />}>
          {warning}
        </Alert>
        {children}
        <Checkbox label={kept} checked={isKept} onChange={(event) => setKept(event.currentTarget.checked)} />
        <Group justify="flex-end">
          {action}
          <Button disabled={!isKept} onClick={close}>
            {done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
