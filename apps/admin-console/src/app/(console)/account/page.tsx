import { getTranslations } from 'next-intl/server'
import classes from '../../../account/account.module.css'
import { PersonCard } from '../../../account/person-card'
import { SessionCard } from '../../../account/session-card'
import { requireSession } from '../../../console'
import { PageHeading } from '../../../shell/page-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('account'))('title') }
}

/** Who is signed in to the console, and by which session. */
export default async function AccountPage() {
  const { session } = await requireSession()
  const t = await getTranslations('account')
  return (
    <div>
      <PageHeading title={t('title')} intro={t('intro')} />
      <div className={classes['grid']}>
        <PersonCard person={session.person} />
        <SessionCard session={session} now={new Date()} />
      </div>
    </div>
  )
}
