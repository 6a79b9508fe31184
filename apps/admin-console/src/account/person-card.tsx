import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { displayNameOf, type Person } from '../session/session-store'
import { PersonMark } from '../shell/person-mark'
import { CopyValue } from '../detail/copy-value'
import { Fact } from './fact'
import classes from './account.module.css'
import own from './person-card.module.css'

/** Who is signed in, by the claims that the authorization server gave. */
export function PersonCard({ person }: { readonly person: Person }) {
  const t = useTranslations('account')
  const name = displayNameOf(person)
  return (
    <section className={classes['card']} aria-labelledby="person-card">
      <h2 id="person-card">{t('person')}</h2>
      <div className={own['who']}>
        <PersonMark name={name} size={48} />
        <div>
          <strong>{name}</strong>
          {person.username !== undefined && person.username !== name && <span>{person.username}</span>}
        </div>
      </div>
      <dl className={classes['facts']}>
        <Fact name={t('email')}>{person.email !== undefined && <Email person={person} />}</Fact>
        <Fact name={t('subject')}>
          <span className={own['copyable']}>
            <span className={classes['mono']}>{person.subject}</span>
            <CopyValue value={person.subject} />
          </span>
        </Fact>
        <Fact name={t('roles')}>
          {person.roles.length === 0 ? (
            <span className={classes['missing']}>{t('noRoles')}</span>
          ) : (
            person.roles.map((role) => (
              <span key={role} className={classes['tag']}>
                {role}
              </span>
            ))
          )}
        </Fact>
      </dl>
    </section>
  )
}

function Email({ person }: { readonly person: Person }) {
  const t = useTranslations('account')
  return (
    <>
      {person.email}
      <span className={person.emailVerified ? own['verified'] : own['unverified']}>
        {person.emailVerified ? (
          <IconCircleCheck size={14} stroke={2} aria-hidden="true" />
        ) : (
          <IconCircleDashed size={14} stroke={2} aria-hidden="true" />
        )}
        {t(person.emailVerified ? 'verified' : 'unverified')}
      </span>
    </>
  )
}
