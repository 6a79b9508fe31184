import type { SessionUser } from '@gatehouse/data-access'

/** What the person signs in with, as pages show it. */
export function loginOf(user: SessionUser): string {
  return user.email ?? user.username
}

/** How pages show an account: its login name and up to two initials. */
export function accountBadgeOf(user: SessionUser): { label: string; initials: string } {
  const label = loginOf(user)
  const words = (user.name ?? label).split(/[\s.@_-]+/u).filter(Boolean)
  const initials = words.slice(0, 2).map((word) => [...word][0] ?? '')
  return { label, initials: initials.join('').toUpperCase() }
}
