import { useTranslations } from 'next-intl'
import type { ConsoleSession } from '../session/session-store'
import { Fact } from './fact'
import classes from './account.module.css'
import { RelativeTime } from '../detail/relative-time'

/** How and when the person signed in, and until when that holds. */
export function SessionCard({ session, now }: { readonly session: ConsoleSession; readonly now: Date }) {
  const t = useTranslations('account')
  const { authentication, tokens } = session
  const isRenewed = tokens.refreshToken !== undefined
  return (
    <section className={classes['card']} aria-labelledby="session-card">
      <h2 id="session-card">{t('session')}</h2>
      <dl className={classes['facts']}>
        <Fact name={t('signedInAt')}>
          <RelativeTime at={authentication.time ?? session.startedAt} now={now} />
        </Fact>
        <Fact name={t('acr')}>
          {authentication.acr !== undefined && <span className={classes['mono']}>{authentication.acr}</span>}
        </Fact>
        <Fact name={t('amr')}>
          {authentication.amr.length > 0 &&
            authentication.amr.map((method) => (
              <span key={method} className={classes['tag']}>
                {method}
              </span>
            ))}
        </Fact>
        <Fact name={t('accessToken')}>
          <span>
            {t.rich(isRenewed ? 'accessTokenExpires' : 'accessTokenEnds', {
              when: () => <RelativeTime at={tokens.accessTokenExpiresAt} now={now} />,
            })}
          </span>
        </Fact>
        <Fact name={t('sessionEnds')}>
          <RelativeTime at={session.endsAt} now={now} />
        </Fact>
      </dl>
    </section>
  )
}
