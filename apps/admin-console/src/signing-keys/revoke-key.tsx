'use client'

import { Button, List } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { SigningKeyState } from '@gatehouse/token-types'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { revokeKey } from './actions'
import { useKeyRevoked } from './revoked-key'

/** Ends a compromised key. What it signed is refused, for good: its id is to be typed. */
export function RevokeKey({ kid, state }: { readonly kid: string; readonly state: SigningKeyState }) {
  const t = useTranslations('signingKeys')
  const router = useRouter()
  const tellRevoked = useKeyRevoked()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        aria-label={t('revokeNamed', { kid })}
        onClick={() => setAsking(true)}
      >
        {t('revoke')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('revokeTitle')}
          action={t('revokeAction')}
          word={kid}
          send={() => revokeKey(kid)}
          onDone={() => {
            setAsking(false)
            tellRevoked(kid)
            router.refresh()
          }}
          close={() => setAsking(false)}
        >
          <p>{t('revokeSentence')}</p>
          <List size="sm" spacing={4}>
            {state !== 'next' && (
              <>
                <List.Item>{t('consequences.refused')}</List.Item>
                <List.Item>{t('consequences.later')}</List.Item>
                <List.Item>{t('consequences.refresh')}</List.Item>
              </>
            )}
            {state === 'active' && <List.Item>{t('consequences.successor')}</List.Item>}
            {state === 'next' && <List.Item>{t('consequences.unused')}</List.Item>}
            <List.Item>{t('consequences.forGood')}</List.Item>
          </List>
        </ConfirmDialog>
      )}
    </>
  )
}
