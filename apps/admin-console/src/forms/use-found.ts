'use client'

import { useEffect, useState } from 'react'
import type { Outcome } from '../admin-api/outcome'

const TYPING_MILLISECONDS = 200

/**
 * What a typed text finds; the last findings stay until the next are there.
 *
 * @param find a server action: it must be the same at every call
 */
export function useFound<Item>(
  search: string,
  find: (text: string) => Promise<Outcome<readonly Item[]>>,
): readonly Item[] {
  const [found, setFound] = useState<readonly Item[]>([])
  const text = search.trim()
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(
      () =>
        void find(text)
          .then((outcome) => isCurrent && outcome.state === 'done' && setFound(outcome.value))
          .catch(() => undefined),
      text === '' ? 0 : TYPING_MILLISECONDS,
    )
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [text, find])
  return found
}
