import type { TablerIcon } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { LinkButton } from '../shell/link-button'
import classes from './list.module.css'

/** A list without rows: nothing yet (what it is, one action), or nothing that matches. */
export function EmptyList({
  isFiltered,
  path,
  icon: Icon,
  title,
  children,
}: {
  readonly isFiltered: boolean
  readonly path: string
  readonly icon: TablerIcon
  readonly title: string
  readonly children: ReactNode
}) {
  const t = useTranslations('kit.list')
  return (
    <div className={`${classes['card']} ${classes['empty']}`}>
      <Icon size={32} stroke={1.5} aria-hidden="true" />
      <h2>{isFiltered ? t('noMatch') : title}</h2>
      {isFiltered ? (
        <>
          <p>{t('noMatchSentence')}</p>
          <LinkButton href={path} variant="default">
            {t('clearFilters')}
          </LinkButton>
        </>
      ) : (
        children
      )}
    </div>
  )
}
