import { useTranslations } from 'next-intl'
import type { AdminTokenFamily } from '@gatehouse/token-types'
import { CopiedId } from '../detail/copied-id'
import { Facts } from '../detail/facts'
import { Moment } from '../detail/moment'
import { ClientLink, PersonLink } from './whose'
import { ScopeChips } from './scope-chips'

/** Whose a refresh family is, what it allows, and when it ends. */
export function FamilyFacts({ family, now }: { readonly family: AdminTokenFamily; readonly now: Date }) {
  const t = useTranslations('tokens')
  const isAlive = family.state === 'alive'
  return (
    <Facts
      facts={[
        [t('client'), <ClientLink key="client" id={family.client_id} name={family.client_name} />],
        [t('person'), <PersonLink key="person" id={family.user_id} name={family.username} />],
        [t('api'), family.resource === null ? t('userinfo') : <code key="api">{family.resource}</code>],
        [t('scopes'), <ScopeChips key="scopes" scopes={family.scope} />],
        [t('issued'), <Moment key="issued" at={family.created_at} now={now} />],
        [t('rotated'), <Moment key="rotated" at={family.last_rotated_at} now={now} />],
        ...(isAlive
          ? ([[t('idleEnd'), <Moment key="idle" at={family.idle_expires_at} now={now} />]] as const)
          : []),
        [t('absoluteEnd'), <Moment key="end" at={family.expires_at} now={now} />],
        [
          t('grant'),
          <CopiedId key="grant" id={family.grant_id} href={`/tokens?grant_id=${family.grant_id}`} />,
        ],
        [
          t('session'),
          <CopiedId key="session" id={family.session_id} href={`/tokens?session_id=${family.session_id}`} />,
        ],
      ]}
    />
  )
}
