import { USAGE_RANGES, type UsageRange } from '@gatehouse/token-types'
import { useTranslations } from 'next-intl'
import { Link } from '../shell/link'
import classes from './charts.module.css'
import { rangeHref } from './usage-range'

/** Over which span a page shows figures; each is an address. */
export function RangeSwitch({ path, range }: { readonly path: string; readonly range: UsageRange }) {
  const t = useTranslations('charts')
  return (
    <nav aria-label={t('range')} className={classes['ranges']}>
      {USAGE_RANGES.map((each) => (
        <Link
          key={each}
          href={rangeHref(path, each)}
          scroll={false}
          aria-current={each === range ? 'true' : undefined}
        >
          {t(`ranges.${each}`)}
        </Link>
      ))}
    </nav>
  )
}
