'use client'

import { Button, type ButtonProps } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** A link that looks like a button; pages on the server can use it. */
export const LinkButton = ({
  href,
  children,
  prefetch = null,
  ...look
}: ButtonProps & {
  readonly href: string
  readonly children: ReactNode
  /** False where the page is costly and seldom opened from here. */
  readonly prefetch?: boolean | null
}) => (
  <Button component={Link} href={href} prefetch={prefetch} {...look}>
    {children}
  </Button>
)
