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
    isSigned !== null && {
      name: t('signature'),
      value: <Verdict is={isSigned} yes={t('signed')} no={t('notSigned')} />,
    },
    isOurs !== null && {
      name: t('issuer'),
      value: <Verdict is={isOurs} yes={t('ours')} no={t('notOurs')} />,
    },
    clientId !== null && {
      name: t('client'),
      value: <ClientLink id={clientId} name={inspection.client_name} />,
    },
    userId !== null && { name: t('person'), value: <PersonLink id={userId} name={inspection.username} /> },
    issuedAt !== null && { name: t('issued'), value: <Moment at={issuedAt} now={now} /> },
    expiresAt !== null && { name: t('expires'), value: <Moment at={expiresAt} now={now} /> },
    familyId !== null && {
      name: t('family'),
      value: <CopiedId id={familyId} href={`/tokens/families/${encodeURIComponent(familyId)}`} />,
    },
    sessionId !== null && {
      name: t('session'),
      value: <CopiedId id={sessionId} href={`/tokens?session_id=${encodeURIComponent(sessionId)}`} />,
    },
    grantId !== null && {
      name: t('grant'),
      value: <CopiedId id={grantId} href={`/tokens?grant_id=${encodeURIComponent(grantId)}`} />,
    },
    tokenId !== null && { name: t('tokenId'), value: <CopiedId id={tokenId} /> },
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
