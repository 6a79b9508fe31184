import { initialsOf } from './initials'
import classes from './person-mark.module.css'

/** The initials of a person in a circle. Decorative; the name stands beside it or is the name of its button. */
export const PersonMark = ({ name, size }: { readonly name: string; readonly size: 32 | 48 }) => (
  <span className={classes['mark']} data-size={size} data-initials={initialsOf(name)} aria-hidden="true" />
)
