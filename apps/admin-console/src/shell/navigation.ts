import { IconApps, IconBug, IconHistory, IconLayoutDashboard, type TablerIcon } from '@tabler/icons-react'

/** Names of pages and actions: messages under `navigation`. */
export type NavigationLabel = 'overview' | 'clients' | 'newClient' | 'audit' | 'failures'

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
  readonly label?: 'applications' | 'security'
  readonly items: readonly NavigationItem[]
}

/** The pages of the side bar, in order. Only pages that exist stand here. */
export const NAVIGATION: readonly NavigationGroup[] = [
  { items: [{ label: 'overview', href: '/', icon: IconLayoutDashboard, key: 'o' }] },
  { label: 'applications', items: [{ label: 'clients', href: '/clients', icon: IconApps, key: 'c' }] },
  {
    label: 'security',
    items: [
      { label: 'audit', href: '/audit', icon: IconHistory, key: 'l' },
      { label: 'failures', href: '/failures', icon: IconBug, key: 'f' },
    ],
  },
]

/** What can be begun from anywhere, by the palette or its key. */
export const ACTIONS: readonly {
  readonly label: NavigationLabel
  readonly href: string
  readonly key: string
}[] = [{ label: 'newClient', href: '/new/client', key: 'c' }]

/** Every page, in order. */
export const pages = (): readonly NavigationItem[] => NAVIGATION.flatMap(({ items }) => items)

/** True when the console has such a page: links to what others build stand only where they lead somewhere. */
export const hasPage = (href: string): boolean => pages().some((page) => page.href === href)

/** True when `pathname` shows the page or something below it. */
export const isShown = (item: NavigationItem, pathname: string): boolean =>
  item.href === '/' ? pathname === '/' : pathname === item.href || pathname.startsWith(`${item.href}/`)
