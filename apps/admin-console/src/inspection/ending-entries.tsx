import { useTranslations } from 'next-intl'
import type { AdminTokenInspection } from '@gatehouse/token-types'
import { Moment } from '../detail/moment'
import { Reason } from '../revocations/reason'
import { Link } from '../shell/link'
import classes from './inspection.module.css'

/** The entries of the list of revocations that end a token. */
export function EndingEntries({
  entries,
  now,
}: {
  readonly entries: AdminTokenInspection['revoked_by']
  readonly now: Date
}) {
  const t = useTranslations('inspection')
  return (
    <table className={classes['claims']} aria-label={t('endedBy')}>
      <tbody>
        {entries.map(({ sequence, claim, value, revoked_at: at, reason }) => (
          <tr key={sequence}>
            <th scope="row">
              <Link href={`/revocations?claim=${claim}&value=${encodeURIComponent(value)}`}>#{sequence}</Link>
            </th>
            <td>
              <code>
                {claim} {value}
              </code>
              <span className={classes['meaning']}>
                <Reason code={reason} /> · <Moment at={at} now={now} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
