import { IconLayoutDashboard, type TablerIcon } from '@tabler/icons-react'

/** A page of the side bar; `label` is the name of a message under `navigation`. */
export interface NavigationItem {
  readonly label: 'overview'
  readonly href: string
  readonly icon: TablerIcon
}

/** The pages of the side bar, in order. Only pages that exist stand here. */
export const NAVIGATION: readonly NavigationItem[] = [
  { label: 'overview', href: '/', icon: IconLayoutDashboard },
]

/** True when `pathname` shows the page or something below it. */
export const isShown = (item: NavigationItem, pathname: string): boolean =>
  item.href === '/' ? pathname === '/' : pathname === item.href || pathname.startsWith(`${item.href}/`)
