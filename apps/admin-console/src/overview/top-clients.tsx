import type { AdminOverview } from '@gatehouse/token-types'
import { getFormatter, getTranslations } from 'next-intl/server'
import { Card } from '../detail/card'
import { Link } from '../shell/link'
import classes from './overview.module.css'
import { Unread } from './unread'

/** The clients that got most tokens. */
export async function TopClients({ asked }: { readonly asked: Promise<AdminOverview | undefined> }) {
  const t = await getTranslations('overview')
  const format = await getFormatter()
  const clients = (await asked)?.top_clients ?? null
  const most = Math.max(...(clients ?? []).map(({ tokens }) => tokens), 1)
  return (
    <Card title={t('topClients')} intro={t('topClientsIntro')}>
      {clients === null && <Unread />}
      {clients?.length === 0 && <p className={classes['quiet']}>{t('noTokens')}</p>}
      {clients !== null && clients.length > 0 && (
        <ol className={classes['top']}>
          {clients.map(({ client_id: id, client_name: name, tokens }) => (
            <li key={id}>
              {name === null ? (
                <span className={classes['quiet']}>{t('goneClient', { id })}</span>
              ) : (
                <Link href={`/clients/${encodeURIComponent(id)}/activity`}>{name}</Link>
              )}
              <span>{t('tokens', { count: tokens, shown: format.number(tokens) })}</span>
              <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="4" />
                <rect width={Math.max((tokens / most) * 100, 1)} height="4" />
              </svg>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
