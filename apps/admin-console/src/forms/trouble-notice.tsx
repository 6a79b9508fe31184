'use client'

import { Alert, Anchor, Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { AdminFieldError } from '@gatehouse/token-types'
import { CopyValue } from '../detail/copy-value'
import { Holders } from './holders'
import type { Trouble } from './use-admin-form'

/** What kept a change from being made: refused, server down, or signed out, which keeps what was typed. */
export function TroubleNotice({
  trouble,
  otherErrors = [],
  retry,
  close,
}: {
  readonly trouble: Trouble | undefined
  readonly otherErrors?: readonly AdminFieldError[]
  readonly retry: () => void
  readonly close: () => void
}) {
  const t = useTranslations('kit.trouble')
  if (trouble?.state === 'signed-out') return <SignedOutDialog retry={retry} close={close} />
  if (trouble?.state === 'conflict') {
    return (
      <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} />} title={t('conflict')}>
        {t('conflictSentence')}
      </Alert>
    )
  }
  if (trouble?.state === 'unreachable') {
    return (
      <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} />} title={t('unreachable')}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{t('unreachableSentence')}</Text>
          <Button size="xs" variant="default" onClick={retry}>
            {t('retry')}
          </Button>
        </Stack>
      </Alert>
    )
  }
  if (trouble?.state === 'refused') {
    return (
      <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} />} title={trouble.title}>
        <Stack gap={4}>
          {trouble.detail !== undefined && <Text size="sm">{trouble.detail}</Text>}
          {trouble.inUse !== undefined && <Holders {...trouble.inUse} />}
          {trouble.traceId !== undefined && (
            <Group gap={4}>
              <Text size="xs">{t('traceId')}</Text>
              <Code>{trouble.traceId}</Code>
              <CopyValue value={trouble.traceId} />
            </Group>
          )}
        </Stack>
      </Alert>
    )
  }
  if (otherErrors.length === 0) return null
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} />} title={t('invalid')}>
      {otherErrors.map(({ field, message }) => (
        <Text size="sm" key={field}>
          {field}: {message}
        </Text>
      ))}
    </Alert>
  )
}

/** The form stays behind the dialog, as it was typed; signing in happens in another tab. */
function SignedOutDialog({ retry, close }: { readonly retry: () => void; readonly close: () => void }) {
  const t = useTranslations('kit.trouble')
  return (
    <Modal opened onClose={close} title={t('signedOut')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <Text size="sm">{t('signedOutSentence')}</Text>
        <Group>
          <Anchor href="/auth/sign-in?return_to=/" target="_blank" rel="noreferrer">
            {t('signIn')}
          </Anchor>
          <Button onClick={retry}>{t('signedInAgain')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
