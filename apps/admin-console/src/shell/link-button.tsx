'use client'

import { Button, type ButtonProps } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** A link that looks like a button; pages on the server can use it. */
export const LinkButton = ({
  href,
  isCurrent = false,
  children,
  ...look
}: ButtonProps & {
  readonly href: string
  /** True where it leads to what is shown already. */
  readonly isCurrent?: boolean
  readonly children: ReactNode
}) => (
  <Button component={Link} href={href} {...(isCurrent ? { 'aria-current': 'page' } : {})} {...look}>
    {children}
  </Button>
)
