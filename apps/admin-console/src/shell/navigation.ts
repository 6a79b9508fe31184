import { IconApps, IconLayoutDashboard, type TablerIcon } from '@tabler/icons-react'

/** Names of pages and actions: messages under `navigation`. */
export type NavigationLabel = 'overview' | 'clients' | 'newClient'

/** A page of the side bar. */
export interface NavigationItem {
  readonly label: NavigationLabel
  readonly href: string
  readonly icon: TablerIcon
  /** Follows `g` to go there. */
  readonly key: string
}

/** Pages that belong together; `label` is a message under `navigation.groups`, absent for the first. */
export interface NavigationGroup {
  readonly label?: 'applications'
  readonly items: readonly NavigationItem[]
}

/** The pages of the side bar, in order. Only pages that exist stand here. */
export const NAVIGATION: readonly NavigationGroup[] = [
  { items: [{ label: 'overview', href: '/', icon: IconLayoutDashboard, key: 'o' }] },
  { label: 'applications', items: [{ label: 'clients', href: '/clients', icon: IconApps, key: 'c' }] },
]

/** What can be begun from anywhere, by the palette or its key. */
export const ACTIONS: readonly {
  readonly label: NavigationLabel
  readonly href: string
  readonly key: string
}[] = [{ label: 'newClient', href: '/new/client', key: 'c' }]

/** Every page, in order. */
export const pages = (): readonly NavigationItem[] => NAVIGATION.flatMap(({ items }) => items)

/** True when `pathname` shows the page or something below it. */
export const isShown = (item: NavigationItem, pathname: string): boolean =>
  item.href === '/' ? pathname === '/' : pathname === item.href || pathname.startsWith(`${item.href}/`)
