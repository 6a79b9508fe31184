import type {
  AdminDueSecret,
  AdminDueSecrets,
  AdminKeyAge,
  AdminOverview,
  AdminReachability,
} from '@gatehouse/token-types'
import { useFormatter, useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Card, StateBadge } from '../detail/card'
import { RelativeTime } from '../detail/relative-time'
import { Link } from '../shell/link'
import classes from './overview.module.css'
import { Unread } from './unread'

/** What the server stands on, how old its keys are, and which secrets are due. */
export async function Health({
  asked,
  now,
}: {
  readonly asked: Promise<AdminOverview | undefined>
  readonly now: Date
}) {
  const t = await getTranslations('overview')
  const health = (await asked)?.health
  return (
    <Card title={t('health')} intro={t('healthIntro')}>
      {health === undefined ? (
        <Unread />
      ) : (
        <dl className={classes['health']}>
          <Answers name="PostgreSQL" found={health.database} />
          {health.redis !== null && <Answers name="Redis" found={health.redis} />}
          <Keys keys={health.keys} now={now} />
          <Secrets secrets={health.secrets} now={now} />
        </dl>
      )}
    </Card>
  )
}

const Row = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function Answers({ name, found }: { readonly name: string; readonly found: AdminReachability }) {
  const t = useTranslations('overview')
  return (
    <Row name={name}>
      {found.is_reachable ? (
        <StateBadge tone="teal">{t('answersIn', { milliseconds: found.latency_ms ?? 0 })}</StateBadge>
      ) : (
        <StateBadge tone="red">{t('noAnswer')}</StateBadge>
      )}
    </Row>
  )
}

function Keys({ keys, now }: { readonly keys: readonly AdminKeyAge[] | null; readonly now: Date }) {
  const t = useTranslations('overview')
  if (keys === null) {
    return (
      <Row name={t('keys')}>
        <Unread />
      </Row>
    )
  }
  return keys.map((key) => (
    <Row key={key.kid} name={t('key', { alg: key.alg })}>
      <StateBadge tone={key.is_due ? 'amber' : 'teal'}>{t(key.is_due ? 'keyDue' : 'keyFine')}</StateBadge>
      <span className={classes['quiet']}>
        {t.rich('signsSince', {
          when: () => <RelativeTime at={Date.parse(key.active_since) / 1000} now={now} />,
        })}
      </span>
    </Row>
  ))
}

function Secrets({ secrets, now }: { readonly secrets: AdminDueSecrets | null; readonly now: Date }) {
  const t = useTranslations('overview')
  const format = useFormatter()
  if (secrets === null) {
    return (
      <Row name={t('secrets')}>
        <Unread />
      </Row>
    )
  }
  const { total, items } = secrets
  const further = total - items.length
  return (
    <Row name={t('secrets')}>
      <StateBadge tone={total === 0 ? 'teal' : 'amber'}>
        {t('due', { count: total, shown: format.number(total) })}
      </StateBadge>
      {items.length > 0 && (
        <ul>
          {items.map((secret) => (
            <li key={`${secret.client_id} ${secret.secret_name} ${secret.created_at}`}>
              <Link href={`/clients/${encodeURIComponent(secret.client_id)}/credentials`}>
                {secret.client_name}
              </Link>{' '}
              <span className={classes['quiet']}>
                {t.rich(secret.reason, {
                  name: secret.secret_name,
                  when: () => <RelativeTime at={Date.parse(momentOf(secret)) / 1000} now={now} />,
                })}
              </span>
            </li>
          ))}
          {further > 0 && <li className={classes['quiet']}>{t('further', { count: further })}</li>}
        </ul>
      )}
    </Row>
  )
}

/** The end of what ends, the beginning of what is old. */
const momentOf = ({ reason, expires_at: end, created_at: beginning }: AdminDueSecret): string =>
  reason === 'ending' ? (end ?? beginning) : beginning
