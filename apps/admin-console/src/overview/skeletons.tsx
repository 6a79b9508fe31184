import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import classes from './overview.module.css'

const FIGURES = ['people', 'sign-ins', 'failed', 'sessions']

/** Stands where the four figures will; seen only when they take a moment. */
export const FiguresSkeleton = () => (
  <Waiting>
    <div className={classes['figures']}>
      {FIGURES.map((each) => (
        <div key={each} className={`${classes['figure']} ${classes['skeleton']}`}>
          <span />
          <span />
        </div>
      ))}
    </div>
  </Waiting>
)

/** Stands where a card will. */
export const CardSkeleton = ({ isTall = false }: { readonly isTall?: boolean }) => (
  <Waiting>
    <div className={`${classes['cardSkeleton']} ${classes['skeleton']}`} data-tall={isTall}>
      <span />
      <span />
      <span />
    </div>
  </Waiting>
)

function Waiting({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('overview')
  return (
    <div className={classes['waiting']}>
      <p className={classes['hidden']}>{t('loading')}</p>
      <div aria-hidden="true">{children}</div>
    </div>
  )
}
