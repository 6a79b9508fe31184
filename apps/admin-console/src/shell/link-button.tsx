'use client'

import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from './link'

/** A link that looks like a button; pages on the server can use it. */
export const LinkButton = ({
  href,
  isCurrent = false,
  children,
  prefetch = null,
  ...look
}: ButtonProps & {
  readonly href: string
  /** True where it leads to what is shown already. */
  readonly isCurrent?: boolean
  /** False where the page is costly and seldom opened from here. */
  readonly prefetch?: false | null
  readonly children: ReactNode
}) => (
  <Button
    component={Link}
    href={href}
    prefetch={prefetch}
    {...(isCurrent ? { 'aria-current': 'page' } : {})}
    {...look}
  >
    {children}
  </Button>
)
