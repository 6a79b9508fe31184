'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useOptimistic, useRef, useTransition } from 'react'
import { listHref, type ListState } from './list-state'

/** Shows the list after a change of what was asked for last, which may not be on the screen yet. */
export type Show = (change: (requested: ListState) => ListState) => void

/** Shows another state of the list; Back leads to the one before. */
export function useListNavigation(shown: ListState) {
  const router = useRouter()
  const path = usePathname()
  const [isPending, startTransition] = useTransition()
  const [requested, request] = useOptimistic(shown)
  const latest = useRef(requested)
  useEffect(() => {
    latest.current = requested
  }, [requested])
  const show: Show = (change) => {
    const next = change(latest.current)
    latest.current = next
    startTransition(() => {
      request(next)
      router.push(listHref(path, next), { scroll: false })
    })
  }
  return { requested, show, isPending }
}
