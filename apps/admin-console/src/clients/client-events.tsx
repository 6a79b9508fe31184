import type { AdminAuditEvent, AdminAuditParty } from '@gatehouse/token-types'
import { getTranslations } from 'next-intl/server'
import { Card, StateBadge } from '../detail/card'
import { RelativeTime } from '../detail/relative-time'
import { Unread } from '../overview/unread'
import { LinkButton } from '../shell/link-button'
import classes from './client-activity.module.css'

/** The newest events of a client. */
export async function ClientEvents({
  clientId,
  asked,
  now,
}: {
  readonly clientId: string
  /** Undefined where the server does not give it. */
  readonly asked: Promise<readonly AdminAuditEvent[] | undefined>
  readonly now: Date
}) {
  const t = await getTranslations('clientActivity')
  const events = await asked
  const all = `/audit?${new URLSearchParams({ client_id: clientId })}`
  return (
    <Card
      title={t('events')}
      intro={t('eventsIntro')}
      action={
        <LinkButton href={all} variant="default" size="xs" prefetch={false}>
          {t('allEvents')}
        </LinkButton>
      }
    >
      {events === undefined && <Unread />}
      {events?.length === 0 && <p className={classes['used']}>{t('noEvents')}</p>}
      {events !== undefined && events.length > 0 && (
        <table className={classes['events']} aria-label={t('events')}>
          <thead>
            <tr>
              <th scope="col">{t('event')}</th>
              <th scope="col">{t('outcome')}</th>
              <th scope="col">{t('who')}</th>
              <th scope="col">{t('at')}</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.sequence}>
                <td>
                  <code>{event.type}</code>
                </td>
                <td>
                  <StateBadge tone={event.outcome === 'success' ? 'teal' : 'red'}>
                    {t(event.outcome === 'success' ? 'success' : 'failure')}
                  </StateBadge>
                </td>
                <td>{nameOf(event.actor ?? event.subject)}</td>
                <td>
                  <RelativeTime at={Date.parse(event.at) / 1000} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )

  function nameOf(party: AdminAuditParty | null): string {
    return party === null ? '–' : (party.name ?? `${party.id} ${t('unknownPerson')}`)
  }
}
