import { useTranslations } from 'next-intl'

const KNOWN = [
  'account_disabled',
  'account_removed',
  'admin',
  'client_disabled',
  'client_removed',
  'client_request',
  'code_reuse',
  'consent_withdrawn',
  'key_compromised',
  'password_changed',
  'replaced',
  'reuse',
  'sign_out',
] as const

/** Why something was revoked, in words; a reason that has none stands as it is. */
export function Reason({ code }: { readonly code: string }) {
  const t = useTranslations('revocations.reasons')
  const known = KNOWN.find((each) => each === code)
  return known === undefined ? <code>{code}</code> : t(known)
}
