'use client'

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState, useTransition, type ReactNode } from 'react'
import type { Outcome } from '../admin-api/outcome'
import { TroubleNotice } from './trouble-notice'
import type { Trouble } from './use-admin-form'

/**
 * Says what will happen, and does it. What cannot be undone wants a word to be typed.
 *
 * @param word text to type first; left out, the button is enough
 */
export function ConfirmDialog<Value>({
  title,
  action,
  word,
  isDangerous = true,
  send,
  onDone,
  close,
  children,
}: {
  readonly title: string
  /** The verb on the button. */
  readonly action: string
  readonly word?: string
  readonly isDangerous?: boolean
  readonly send: () => Promise<Outcome<Value>>
  readonly onDone: (value: Value) => void
  readonly close: () => void
  /** The consequences. */
  readonly children: ReactNode
}) {
  const t = useTranslations('kit.confirm')
  const [typed, setTyped] = useState('')
  const [trouble, setTrouble] = useState<Trouble>()
  const [isRunning, start] = useTransition()
  const run = () =>
    start(async () => {
      setTrouble(undefined)
      const outcome = await send().catch((): Outcome<Value> => ({ state: 'unreachable' }))
      if (outcome.state === 'done') onDone(outcome.value)
      else if (outcome.state === 'invalid') {
        const detail = outcome.errors.map(({ field, message }) => `${field}: ${message}`).join('; ')
        setTrouble({ state: 'refused', title, detail, permission: undefined, traceId: undefined })
      } else setTrouble(outcome)
    })
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <Stack>
          <Text size="sm" component="div">
            {children}
          </Text>
          {word !== undefined && (
            <TextInput
              label={t('type', { word })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              data-autofocus
            />
          )}
          <TroubleNotice trouble={trouble} retry={run} close={() => setTrouble(undefined)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              {...(isDangerous ? { color: 'red' } : {})}
              loading={isRunning}
              disabled={word !== undefined && typed !== word}
            >
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
