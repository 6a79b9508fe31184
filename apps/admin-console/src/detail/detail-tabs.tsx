'use client'

import { usePathname } from 'next/navigation'
import { Link } from '../shell/link'
import classes from './detail.module.css'

/** A part of one thing, at an address of its own. */
export interface DetailTab {
  readonly href: string
  readonly label: string
}

/** The parts of one thing as links; the shown one is marked. */
export function DetailTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly DetailTab[] }) {
  const path = usePathname()
  return (
    <nav aria-label={label} className={classes['tabs']}>
      {tabs.map((tab) => (
        <Link key={tab.href} href={tab.href} aria-current={isSame(path, tab.href) ? 'page' : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}

/** Next gives the path as the address spells it; links may spell it otherwise. */
function isSame(path: string, href: string): boolean {
  try {
    return decodeURIComponent(path) === decodeURIComponent(href)
  } catch {
    return path === href
  }
}
