'use client'

import { Button, type ButtonProps } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** A link that looks like a button; pages on the server can use it. */
export const LinkButton = ({
  href,
  children,
  ...look
}: ButtonProps & { readonly href: string; readonly children: ReactNode }) => (
  <Button component={Link} href={href} {...look}>
    {children}
  </Button>
)
