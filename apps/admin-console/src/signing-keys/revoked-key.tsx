'use client'

import { Anchor } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { createContext, useContext, useState, type ReactNode } from 'react'
import { RevocationProgress } from '../revocations/revocation-progress'
import { Link } from '../shell/link'

const Revoked = createContext<(kid: string) => void>(() => undefined)

/** Tells the page that a key was revoked; what follows is shown above the keys. */
export const useKeyRevoked = () => useContext(Revoked)

/** Shows above `children` how the APIs come to know that a key was revoked. */
export function RevokedKey({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('signingKeys')
  const [kid, setKid] = useState<string>()
  return (
    <Revoked value={setKid}>
      {kid !== undefined && (
        <RevocationProgress key={kid} title={t('revoked')} close={() => setKid(undefined)}>
          <Anchor component={Link} size="sm" href={`/revocations?claim=kid&value=${encodeURIComponent(kid)}`}>
            {t('seeEntry')}
          </Anchor>
        </RevocationProgress>
      )}
      {children}
    </Revoked>
  )
}
