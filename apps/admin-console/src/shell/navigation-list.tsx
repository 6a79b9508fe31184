'use client'

import { Tooltip } from '@mantine/core'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Link } from './link'
import { isShown, NAVIGATION, type NavigationItem } from './navigation'
import classes from './navigation-list.module.css'

/** The pages of the console; `isRail` leaves only the icons, with the name as a tooltip. */
export function NavigationList({
  isRail,
  onNavigate,
}: {
  readonly isRail: boolean
  readonly onNavigate?: () => void
}) {
  const t = useTranslations('navigation')
  return (
    <>
      {NAVIGATION.map(({ label, items }) => (
        <div
          key={label ?? items[0]?.href}
          className={isRail ? `${classes['group']} ${classes['rail']}` : classes['group']}
        >
          {label !== undefined && <p className={classes['groupName']}>{t(`groups.${label}`)}</p>}
          <ul className={classes['items']}>
            {items.map((item) => (
              <li key={item.href}>
                <NavigationLink item={item} isRail={isRail} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}

function NavigationLink({
  item,
  isRail,
  onNavigate,
}: {
  readonly item: NavigationItem
  readonly isRail: boolean
  readonly onNavigate: (() => void) | undefined
}) {
  const t = useTranslations('navigation')
  const isCurrent = isShown(item, usePathname())
  return (
    <Tooltip
      label={t(item.label)}
      position="right"
      disabled={!isRail}
      events={{ hover: true, focus: true, touch: false }}
    >
      <Link
        href={item.href}
        className={classes['link']}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={() => onNavigate?.()}
      >
        <item.icon size={18} stroke={1.7} aria-hidden="true" />
        <span className={classes['label']}>{t(item.label)}</span>
      </Link>
    </Tooltip>
  )
}
