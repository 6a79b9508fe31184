import { getTranslations } from 'next-intl/server'
import { consoleParts, requireSession } from '../../console'
import { FirstSteps } from '../../overview/first-steps'
import classes from '../../overview/overview.module.css'
import { PersonCard } from '../../overview/person-card'
import { RenewalNotice } from '../../overview/renewal-notice'
import { SessionCard } from '../../overview/session-card'
import { PageHeading } from '../../shell/page-heading'

export async function generateMetadata() {
  const t = await getTranslations('overview')
  return { title: t('title') }
}

/** Who is signed in, by which session, and what to do first. */
export default async function OverviewPage() {
  const { session, isRenewalFailing } = await requireSession()
  const t = await getTranslations('overview')
  return (
    <div>
      <PageHeading title={t('title')} intro={t('intro')} />
      {isRenewalFailing && <RenewalNotice />}
      <div className={classes['grid']}>
        <PersonCard person={session.person} />
        <SessionCard session={session} now={new Date()} />
        <FirstSteps issuer={consoleParts().settings.issuer} />
      </div>
    </div>
  )
}
