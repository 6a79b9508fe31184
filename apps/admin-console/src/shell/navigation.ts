import {
  IconApi,
  IconApps,
  IconBroadcast,
  IconBug,
  IconDeviceLaptop,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconSettings,
  IconTicket,
  IconUsers,
  IconUserShield,
  type TablerIcon,
} from '@tabler/icons-react'
import { INSPECT_PATH } from '../inspection/inspect-path'

/** Names of pages and actions: messages under `navigation`. */
export type NavigationLabel =
  | 'overview'
  | 'users'
  | 'roles'
  | 'sessions'
  | 'clients'
  | 'resources'
  | 'tokens'
  | 'signingKeys'
  | 'revocations'
  | 'audit'
  | 'failures'
  | 'settings'
  | 'newUser'
  | 'newClient'
  | 'newResource'
  | 'inspectToken'

/** A page of the side bar. */
export interface NavigationItem {
  readonly label: NavigationLabel
  readonly href: string
  readonly icon: TablerIcon
  /** Follows `g` to go there. */
  readonly key: string
}

/** Pages that belong together; `label` is a message under `navigation.groups`, absent for the first and the last. */
export interface NavigationGroup {
  readonly label?: 'identity' | 'applications' | 'security'
  readonly items: readonly NavigationItem[]
}

/** The pages of the side bar, in order. Only pages that exist stand here. */
export const NAVIGATION: readonly NavigationGroup[] = [
  { items: [{ label: 'overview', href: '/', icon: IconLayoutDashboard, key: 'o' }] },
  {
    label: 'identity',
    items: [
      { label: 'users', href: '/users', icon: IconUsers, key: 'u' },
      { label: 'roles', href: '/roles', icon: IconUserShield, key: 'r' },
      { label: 'sessions', href: '/sessions', icon: IconDeviceLaptop, key: 's' },
    ],
  },
  {
    label: 'applications',
    items: [
      { label: 'clients', href: '/clients', icon: IconApps, key: 'c' },
      { label: 'resources', href: '/resources', icon: IconApi, key: 'a' },
      { label: 'tokens', href: '/tokens', icon: IconTicket, key: 't' },
    ],
  },
  {
    label: 'security',
    items: [
      { label: 'signingKeys', href: '/signing-keys', icon: IconKey, key: 'k' },
      { label: 'revocations', href: '/revocations', icon: IconBroadcast, key: 'v' },
      { label: 'audit', href: '/audit', icon: IconHistory, key: 'l' },
      { label: 'failures', href: '/failures', icon: IconBug, key: 'f' },
    ],
  },
  { items: [{ label: 'settings', href: '/settings', icon: IconSettings, key: ',' }] },
]

/** What can be begun from anywhere, by the palette or its key. */
export const ACTIONS: readonly {
  readonly label: NavigationLabel
  readonly href: string
  readonly key: string
}[] = [
  { label: 'newClient', href: '/new/client', key: 'c' },
  { label: 'newUser', href: '/new/user', key: 'p' },
  { label: 'newResource', href: '/new/resource', key: 'a' },
  { label: 'inspectToken', href: INSPECT_PATH, key: 'i' },
]

/** Every page, in order. */
export const pages = (): readonly NavigationItem[] => NAVIGATION.flatMap(({ items }) => items)

/** True when the console has such a page: links to what others build stand only where they lead somewhere. */
export const hasPage = (href: string): boolean => pages().some((page) => page.href === href)

/** True when `pathname` shows the page or something below it. */
export const isShown = (item: NavigationItem, pathname: string): boolean =>
  item.href === '/' ? pathname === '/' : pathname === item.href || pathname.startsWith(`${item.href}/`)
