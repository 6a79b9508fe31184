'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { isTyping } from '../palette/typing'

/** Which rows are chosen; those of another page are forgotten. */
export function useSelection(ids: readonly string[]) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const chosen = ids.filter((id) => marked.has(id))
  const toggle = (id: string) =>
    setMarked((before) => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  return {
    chosen,
    isChosen: (id: string) => marked.has(id),
    toggle,
    toggleAll: () => setMarked(new Set(chosen.length === ids.length ? [] : ids)),
    clear: () => setMarked(new Set()),
  }
}

/** `j` and `k` walk through the rows, `x` selects, Enter opens. Give the returned reference to the table's body. */
export function useRowKeys({
  hrefs,
  toggle,
}: {
  readonly hrefs: readonly string[]
  readonly toggle: (at: number) => void
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const router = useRouter()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.defaultPrevented) return
      const links = [...(body.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
      const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement))
      if (event.key === 'j') links[Math.min(at + 1, links.length - 1)]?.focus()
      else if (event.key === 'k') links[Math.max(at - 1, 0)]?.focus()
      else if (event.key === 'x' && at >= 0) toggle(at)
      else if (event.key === 'o' && at >= 0) router.push(hrefs[at] ?? '')
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return body
}
