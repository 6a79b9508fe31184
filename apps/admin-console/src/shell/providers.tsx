'use client'

import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { setNonce } from 'get-nonce'
import { useState, type ReactNode } from 'react'
import { cssVariablesResolver, theme } from './theme'

/**
 * The theme, with the nonce of the document on every style element made in the browser.
 *
 * The content policy is that of the first answer, so its nonce stays even when a later navigation brings another.
 */
export function Providers({ nonce, children }: { readonly nonce: string; readonly children: ReactNode }) {
  const [documentNonce] = useState(() => {
    // Modals and drawers lock scrolling by a style element of `react-remove-scroll`, which asks `get-nonce`.
    if (typeof window !== 'undefined') setNonce(nonce)
    return nonce
  })
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={() => documentNonce}
    >
      <Notifications position="bottom-right" />
      {children}
    </MantineProvider>
  )
}
