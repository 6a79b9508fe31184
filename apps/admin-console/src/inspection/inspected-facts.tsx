import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { AdminTokenInspection } from '@gatehouse/token-types'
import { CopiedId } from '../detail/copied-id'
import { Facts, type Fact } from '../detail/facts'
import { Moment } from '../detail/moment'
import { ClientLink, PersonLink } from '../tokens/whose'
import classes from './inspection.module.css'

/** Whether a token is ours, whose it is, and what it belongs to. What is not known is left out. */
export function InspectedFacts({
  inspection,
  now,
}: {
  readonly inspection: AdminTokenInspection
  readonly now: Date
}) {
  const t = useTranslations('inspection')
  const {
    is_signature_valid: isSigned,
    is_issuer_ours: isOurs,
    client_id: clientId,
    user_id: userId,
    family_id: familyId,
    session_id: sessionId,
    grant_id: grantId,
    token_id: tokenId,
    issued_at: issuedAt,
    expires_at: expiresAt,
  } = inspection
  const facts: (Fact | false)[] = [
    isSigned !== null && [
      t('signature'),
      <Verdict key="s" is={isSigned} yes={t('signed')} no={t('notSigned')} />,
    ],
    isOurs !== null && [t('issuer'), <Verdict key="i" is={isOurs} yes={t('ours')} no={t('notOurs')} />],
    clientId !== null && [t('client'), <ClientLink key="c" id={clientId} name={inspection.client_name} />],
    userId !== null && [t('person'), <PersonLink key="p" id={userId} name={inspection.username} />],
    issuedAt !== null && [t('issued'), <Moment key="a" at={issuedAt} now={now} />],
    expiresAt !== null && [t('expires'), <Moment key="e" at={expiresAt} now={now} />],
    familyId !== null && [
      t('family'),
      <CopiedId key="f" id={familyId} href={`/tokens/families/${encodeURIComponent(familyId)}`} />,
    ],
    sessionId !== null && [
      t('session'),
      <CopiedId key="sid" id={sessionId} href={`/tokens?session_id=${encodeURIComponent(sessionId)}`} />,
    ],
    grantId !== null && [
      t('grant'),
      <CopiedId key="g" id={grantId} href={`/tokens?grant_id=${encodeURIComponent(grantId)}`} />,
    ],
    tokenId !== null && [t('tokenId'), <CopiedId key="j" id={tokenId} />],
  ]
  return <Facts facts={facts.filter((fact) => fact !== false)} />
}

function Verdict({ is, yes, no }: { readonly is: boolean; readonly yes: string; readonly no: string }) {
  const Icon = is ? IconCircleCheck : IconCircleX
  return (
    <span className={classes['verdict']} data-is={is}>
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      {is ? yes : no}
    </span>
  )
}
