'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { RevocationProgress } from '../revocations/revocation-progress'
import { revokeFamily } from './actions'

/** Ends a family that is alive, and shows how the APIs come to know it. */
export function RevokeFamily({
  familyId,
  isAlive,
}: {
  readonly familyId: string
  readonly isAlive: boolean
}) {
  const t = useTranslations('tokens')
  const router = useRouter()
  const [step, setStep] = useState<'asked' | 'done'>()
  const close = () => setStep(undefined)
  return (
    <>
      {step === 'done' && <RevocationProgress title={t('revokedOne')} close={close} />}
      {isAlive && (
        <Button color="red" variant="light" mb="md" onClick={() => setStep('asked')}>
          {t('revokeFamily')}
        </Button>
      )}
      {step === 'asked' && (
        <ConfirmDialog
          title={t('revokeSeveral', { count: 1 })}
          action={t('revoke')}
          send={() => revokeFamily(familyId)}
          onDone={() => {
            setStep('done')
            router.refresh()
          }}
          close={close}
        >
          {t('revokeConsequence')}
        </ConfirmDialog>
      )}
    </>
  )
}
