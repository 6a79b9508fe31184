import { getTranslations } from 'next-intl/server'
import { AdminApiError, type AdminApi } from '../../../../admin-api/admin-api'
import { adminPage } from '../../../../admin-api/admin-page'
import { getClient } from '../../../../admin-api/clients'
import { getFailure } from '../../../../admin-api/failures'
import { Card } from '../../../../detail/card'
import { CopyValue } from '../../../../detail/copy-value'
import { DetailHeading } from '../../../../detail/detail-heading'
import { ExpectedAndGot } from '../../../../detail/difference-view'
import { Facts } from '../../../../detail/facts'
import { decodedPart } from '../../../../detail/path-part'
import { RelativeTime } from '../../../../detail/relative-time'
import classes from '../../../../failures/failures.module.css'
import { Mends } from '../../../../failures/mend'
import { ReferenceLink } from '../../../../failures/reference-link'
import { Link } from '../../../../shell/link'

interface Parameters {
  readonly params: Promise<{ readonly trace: string }>
}

export async function generateMetadata() {
  return { title: (await getTranslations('failures'))('title') }
}

/** Why one request was refused, and what to do about it. */
export default async function FailurePage({ params }: Parameters) {
  const traceId = decodedPart((await params).trace)
  const t = await getTranslations('failures')
  return adminPage(async (api) => {
    const failure = await getFailure(api, traceId)
    const client = failure.client_id === null ? undefined : await clientOf(api, failure.client_id)
    return (
      <div>
        <DetailHeading
          back={{ href: '/failures', label: t('title') }}
          title={failure.rule}
          id={failure.trace_id}
        />
        {client && (
          <Mends mends={failure.mends} client={client.value} etag={client.etag} endpoint={failure.endpoint} />
        )}
        <Card title={t('detail.what')}>
          <Facts
            facts={[
              { name: t('detail.step'), value: <code>{failure.endpoint}</code> },
              { name: t('error'), value: <code>{failure.error}</code> },
              { name: t('rule'), value: <code>{failure.rule}</code> },
              { name: t('detail.reference'), value: <ReferenceLink reference={failure.reference} /> },
              {
                name: t('time'),
                value: <RelativeTime at={Date.parse(failure.at) / 1000} now={new Date()} />,
              },
              {
                name: t('client'),
                value: <ClientName id={failure.client_id} name={client?.value.client_name} />,
              },
            ]}
          />
          <div className={classes['links']}>
            <Link href={`/audit?${new URLSearchParams({ trace_id: failure.trace_id })}`}>
              {t('detail.audit')}
            </Link>
            <Link href={`/failures?${new URLSearchParams({ rule: failure.rule })}`}>{t('detail.same')}</Link>
          </div>
        </Card>
        {(failure.expected !== null || failure.got !== null) && (
          <Card title={t('detail.difference')} intro={t('detail.differenceIntro')}>
            <ExpectedAndGot expected={failure.expected} got={failure.got} />
          </Card>
        )}
        <Card title={t('detail.todo')}>
          <p className={classes['todo']} {...(failure.mend === null ? {} : { lang: 'en' })}>
            {failure.mend ?? t('detail.noMend')}
          </p>
        </Card>
      </div>
    )
  })
}

/** The client as it is now; undefined where it is gone, or not for this person to see. */
async function clientOf(api: AdminApi, clientId: string) {
  try {
    return await getClient(api, clientId)
  } catch (error) {
    if (error instanceof AdminApiError && [403, 404].includes(error.status)) return undefined
    throw error
  }
}

function ClientName({ id, name }: { readonly id: string | null; readonly name: string | undefined }) {
  if (id === null) return '—'
  return (
    <>
      {name === undefined ? (
        <code>{id}</code>
      ) : (
        <Link href={`/clients/${encodeURIComponent(id)}`}>{name}</Link>
      )}
      <CopyValue value={id} />
    </>
  )
}
