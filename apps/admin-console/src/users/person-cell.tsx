import { PersonMark } from '../shell/person-mark'
import { nameOfPerson, type NamedPerson } from './person-name'
import classes from './users.module.css'

/** Initials, name, and mail address or user name of a person. */
export function PersonCell({ person }: { readonly person: NamedPerson }) {
  const name = nameOfPerson(person)
  const under = person.email ?? person.username
  return (
    <span className={classes['person']}>
      <PersonMark name={name} size={32} />
      <span>
        <span className={classes['name']}>{name}</span>
        {under !== name && <span className={classes['mail']}>{under}</span>}
      </span>
    </span>
  )
}
