'use client'

import NextLink from 'next/link'
import { useState, type ComponentProps, type FocusEvent, type PointerEvent } from 'react'

/**
 * A link that fetches the code and the frame of its page ahead once somebody is about to follow it: a list has fifty links,
 * and the console would answer all of them before the one that is followed.
 */
export function Link({
  prefetch = null,
  ...link
}: Omit<ComponentProps<typeof NextLink>, 'prefetch'> & {
  /** False where the page is costly and seldom opened from here. */
  readonly prefetch?: false | null
}) {
  const [isNear, setNear] = useState(false)
  return (
    <NextLink
      {...link}
      prefetch={isNear ? prefetch : false}
      onPointerEnter={(event: PointerEvent<HTMLAnchorElement>) => {
        setNear(true)
        link.onPointerEnter?.(event)
      }}
      onFocus={(event: FocusEvent<HTMLAnchorElement>) => {
        setNear(true)
        link.onFocus?.(event)
      }}
    />
  )
}
