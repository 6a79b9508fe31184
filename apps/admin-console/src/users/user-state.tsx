'use client'

import { useTranslations } from 'next-intl'
import { StateBadge } from '../detail/card'

/** Whether the person can sign in: suspended, without a password, or active. */
export function UserState({
  user,
}: {
  readonly user: { readonly disabled_at: string | null; readonly has_password: boolean }
}) {
  const t = useTranslations('users')
  if (user.disabled_at !== null) return <StateBadge tone="red">{t('suspended')}</StateBadge>
  if (!user.has_password) return <StateBadge tone="amber">{t('noPassword')}</StateBadge>
  return <StateBadge tone="teal">{t('active')}</StateBadge>
}
