import { useTranslations } from 'next-intl'
import type { AdminUser } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { Facts } from '../detail/facts'
import { RelativeTime } from '../detail/relative-time'

/** When the account was made, changed, and last seen. */
export function AccountCard({ user, now }: { readonly user: AdminUser; readonly now: Date }) {
  const t = useTranslations('users')
  const time = (at: string) => <RelativeTime at={Date.parse(at) / 1000} now={now} />
  return (
    <Card title={t('overview.status')}>
      <Facts
        facts={[
          ...(user.disabled_at === null ? [] : [{ name: t('suspended'), value: time(user.disabled_at) }]),
          {
            name: t('overview.seen'),
            value: user.last_seen_at === null ? t('overview.notLately') : time(user.last_seen_at),
          },
          { name: t('overview.created'), value: time(user.created_at) },
          { name: t('overview.changed'), value: time(user.updated_at) },
        ]}
      />
    </Card>
  )
}
