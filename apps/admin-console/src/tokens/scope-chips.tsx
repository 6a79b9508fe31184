import { useTranslations } from 'next-intl'
import classes from './tokens.module.css'

/** Names of scopes; beyond `most` only how many more there are, with their names as a title. */
export function ScopeChips({
  scopes,
  most = Infinity,
}: {
  readonly scopes: readonly string[]
  readonly most?: number
}) {
  const t = useTranslations('tokens')
  if (scopes.length === 0) return <span className={classes['none']}>{t('noScopes')}</span>
  const rest = scopes.slice(most)
  return (
    <span className={classes['scopes']}>
      {scopes.slice(0, most).map((scope) => (
        <code key={scope}>{scope}</code>
      ))}
      {rest.length > 0 && <span title={rest.join(' ')}>{t('moreScopes', { count: rest.length })}</span>}
    </span>
  )
}
