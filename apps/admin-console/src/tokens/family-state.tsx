import { useTranslations } from 'next-intl'
import type { TokenFamilyState } from '@gatehouse/token-types'
import { StateBadge } from '../detail/card'

const TONES = { alive: 'teal', revoked: 'amber', expired: 'grey', reused: 'red' } as const

/** How a refresh family stands. */
export function FamilyState({ state }: { readonly state: TokenFamilyState }) {
  const t = useTranslations('tokens.states')
  return <StateBadge tone={TONES[state]}>{t(state)}</StateBadge>
}
