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
        { name: t('client'), value: <ClientLink id={family.client_id} name={family.client_name} /> },
        { name: t('person'), value: <PersonLink id={family.user_id} name={family.username} /> },
        { name: t('api'), value: family.resource === null ? t('userinfo') : <code>{family.resource}</code> },
        { name: t('scopes'), value: <ScopeChips scopes={family.scope} /> },
        { name: t('issued'), value: <Moment at={family.created_at} now={now} /> },
        { name: t('rotated'), value: <Moment at={family.last_rotated_at} now={now} /> },
        ...(isAlive ? [{ name: t('idleEnd'), value: <Moment at={family.idle_expires_at} now={now} /> }] : []),
        { name: t('absoluteEnd'), value: <Moment at={family.expires_at} now={now} /> },
        ...(isAlive
          ? [
              {
                name: t('boundTo'),
                value: family.dpop_jkt === null ? t('notBound') : <CopiedId id={family.dpop_jkt} />,
              },
            ]
          : []),
        {
          name: t('grant'),
          value: <CopiedId id={family.grant_id} href={`/tokens?grant_id=${family.grant_id}`} />,
        },
        {
          name: t('session'),
          value: <CopiedId id={family.session_id} href={`/tokens?session_id=${family.session_id}`} />,
        },
      ]}
    />
  )
}
