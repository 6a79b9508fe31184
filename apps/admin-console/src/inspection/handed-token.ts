'use client'

import { useSyncExternalStore } from 'react'

let handed: string | undefined
const listeners = new Set<() => void>()

/**
 * Gives a token to the page that inspects, which one goes to next. It is kept in the memory of this window alone: never
 * in an address, in a history entry or in a storage of the browser.
 */
export function handOver(token: string | undefined): void {
  handed = token
  for (const tell of listeners) tell()
}

/** The token that was handed over and not taken yet. */
export const useHandedToken = (): string | undefined => useSyncExternalStore(subscribe, current, nothing)

const subscribe = (tell: () => void) => {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
const current = () => handed
const nothing = () => undefined
