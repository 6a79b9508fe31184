import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import classes from './account.module.css'

/** One line of a card: a name and its value, or the words that it was not given. */
export function Fact({ name, children }: { readonly name: string; readonly children?: ReactNode }) {
  const t = useTranslations('account')
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children || <span className={classes['missing']}>{t('notGiven')}</span>}</dd>
    </div>
  )
}
