import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../admin-api/admin-page'
import { getAuditEvent } from '../../../../admin-api/audit-events'
import { Outcome } from '../../../../audit/audit-table'
import classes from '../../../../audit/audit.module.css'
import { changeIn } from '../../../../audit/change-in'
import { eventName } from '../../../../audit/event-name'
import { PartyFact } from '../../../../audit/party'
import { Card } from '../../../../detail/card'
import { CodeBlock } from '../../../../detail/code-block'
import { CopyValue } from '../../../../detail/copy-value'
import { DetailHeading } from '../../../../detail/detail-heading'
import { DifferenceView } from '../../../../detail/difference-view'
import { Facts } from '../../../../detail/facts'
import { decodedPart } from '../../../../detail/path-part'
import { RelativeTime } from '../../../../detail/relative-time'
import { Link } from '../../../../shell/link'

interface Parameters {
  readonly params: Promise<{ readonly sequence: string }>
}

export async function generateMetadata({ params }: Parameters) {
  return { title: `${(await getTranslations('audit'))('title')} ${(await params).sequence}` }
}

/** One event: who did what to whom from where, and what it changed. */
export default async function AuditEventPage({ params }: Parameters) {
  const { sequence } = await params
  const t = await getTranslations('audit')
  return adminPage(async (api) => {
    const event = await getAuditEvent(api, decodedPart(sequence))
    const change = changeIn(event.detail)
    const actorList = event.actor !== null && event.actor.id === event.client?.id ? '/clients' : '/users'
    return (
      <div>
        <DetailHeading
          back={{ href: '/audit', label: t('title') }}
          title={eventName(t, event.type)}
          id={event.sequence}
        >
          <Outcome outcome={event.outcome} />
        </DetailHeading>
        <Card title={t('detail.facts')}>
          <Facts
            facts={[
              { name: t('type'), value: <code className={classes['id']}>{event.type}</code> },
              {
                name: t('time'),
                value: (
                  <>
                    <RelativeTime at={Date.parse(event.at) / 1000} now={new Date()} />
                    <span className={classes['copied']}>
                      <code>{event.at}</code>
                    </span>
                  </>
                ),
              },
              { name: t('actor'), value: <PartyFact party={event.actor} list={actorList} /> },
              { name: t('subject'), value: <PartyFact party={event.subject} list="/users" /> },
              { name: t('client'), value: <PartyFact party={event.client} list="/clients" /> },
              { name: t('address'), value: <Mono text={event.ip_address} /> },
              { name: t('detail.userAgent'), value: event.user_agent ?? '—' },
              { name: t('detail.traceId'), value: <Mono text={event.trace_id} /> },
            ]}
          />
          <div className={classes['links']}>
            <OthersLike name="type" value={event.type} label={t('detail.sameType')} />
            <OthersLike name="actor" value={event.actor?.id} label={t('detail.sameActor')} />
            <OthersLike name="trace_id" value={event.trace_id} label={t('detail.sameRequest')} />
          </div>
        </Card>
        {change !== undefined && (
          <Card title={t('detail.changed')} intro={t('detail.changedIntro')}>
            <DifferenceView before={change.before} after={change.after} />
          </Card>
        )}
        <Card title={t('detail.raw')}>
          <CodeBlock label={t('detail.raw')}>{JSON.stringify(event, null, 2)}</CodeBlock>
        </Card>
      </div>
    )
  })
}

const Mono = ({ text }: { readonly text: string | null }) =>
  text === null ? (
    '—'
  ) : (
    <span className={classes['copied']}>
      <code>{text}</code>
      <CopyValue value={text} />
    </span>
  )

const OthersLike = ({
  name,
  value,
  label,
}: {
  readonly name: string
  readonly value: string | null | undefined
  readonly label: string
}) =>
  value === null || value === undefined ? null : (
    <Link href={`/audit?${new URLSearchParams({ [name]: value })}`} className={classes['link']}>
      {label}
    </Link>
  )
