'use client'

import { Alert, Button, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconRefresh } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import type { AdminRotationPreview } from '@gatehouse/token-types'
import type { Outcome } from '../admin-api/outcome'
import { Facts } from '../detail/facts'
import { Moment } from '../detail/moment'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { TroubleNotice } from '../forms/trouble-notice'
import type { Trouble } from '../forms/use-admin-form'
import { previewRotation, rotateKey } from './actions'
import classes from './signing-keys.module.css'

/** Lets the next key sign, after a look at what that would do. Before every API knows it, only with the word typed. */
export function RotateKey({ alg }: { readonly alg: string }) {
  const t = useTranslations('signingKeys')
  const router = useRouter()
  const [preview, setPreview] = useState<AdminRotationPreview>()
  const [trouble, setTrouble] = useState<Trouble>()
  const [isLooking, startLooking] = useTransition()
  const look = () =>
    startLooking(async () => {
      setTrouble(undefined)
      const outcome = await previewRotation(alg).catch((): Outcome<never> => ({ state: 'unreachable' }))
      if (outcome.state === 'done') setPreview(outcome.value)
      else if (outcome.state !== 'invalid') setTrouble(outcome)
    })
  return (
    <Stack align="flex-end">
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} stroke={1.7} />}
        loading={isLooking}
        aria-label={t('rotateNamed', { alg })}
        onClick={look}
      >
        {t('rotate')}
      </Button>
      <TroubleNotice trouble={trouble} retry={look} close={() => setTrouble(undefined)} />
      {preview && (
        <ConfirmDialog
          title={t('rotateTitle', { alg })}
          action={t(preview.is_ready ? 'rotateAction' : 'forceAction')}
          isDangerous={!preview.is_ready}
          {...(preview.is_ready ? {} : { word: alg })}
          send={() => rotateKey(alg, !preview.is_ready)}
          onDone={() => {
            setPreview(undefined)
            notifications.show({ message: t('rotated', { alg }) })
            router.refresh()
          }}
          close={() => setPreview(undefined)}
        >
          <RotationPreview preview={preview} now={new Date()} />
        </ConfirmDialog>
      )}
    </Stack>
  )
}

function RotationPreview({ preview, now }: { readonly preview: AdminRotationPreview; readonly now: Date }) {
  const t = useTranslations('signingKeys')
  return (
    <Stack>
      <Text size="sm">{t('rotateSentence')}</Text>
      <Facts
        facts={[
          {
            name: t('signsNow'),
            value: preview.current === null ? '–' : <code className={classes['kid']}>{preview.current}</code>,
          },
          {
            name: t('willSign'),
            value:
              preview.next === null ? t('freshKey') : <code className={classes['kid']}>{preview.next}</code>,
          },
          { name: t('verifiesUntil'), value: <Moment at={preview.verifies_until} now={now} /> },
        ]}
      />
      {!preview.is_ready && (
        <Alert color="red" title={t('notReady')}>
          {preview.ready_at === null ? (
            t('notReadyFresh')
          ) : (
            <>
              {t('notReadySentence')} <Moment at={preview.ready_at} now={now} />
            </>
          )}
        </Alert>
      )}
    </Stack>
  )
}
