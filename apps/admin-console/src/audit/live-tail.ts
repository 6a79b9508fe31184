'use client'

import { useEffect, useRef, useState } from 'react'
import type { AdminAuditEvent } from '@gatehouse/token-types'

/** Events that a page shows beside its list; older ones are in the list after a reload. */
const MOST_SHOWN = 200
/** A stream ends each minute and goes on at once; only a longer silence is told. */
const TOLD_AFTER_MS = 5_000

/** How the tail stands. `ended` means that the server refused to go on. */
export type TailState = 'off' | 'connecting' | 'live' | 'reconnecting' | 'paused' | 'ended'

/** What the tail told, newest first, and how it stands. */
export interface LiveTail {
  readonly events: readonly AdminAuditEvent[]
  readonly state: TailState
}

/**
 * Follows the audit log while `isOn`, from `after` on: after each interruption it goes on behind the last event that was
 * heard. While the page is hidden it rests.
 *
 * @param href address of the stream, with its filters
 * @param after sequence of the newest event that is known; read once
 */
export function useLiveTail(
  isOn: boolean,
  href: string,
  after: string,
): LiveTail & { readonly retry: () => void } {
  const [round, setRound] = useState(0)
  const reached = useRef(after)
  const [tail, setTail] = useState<LiveTail & { readonly href: string }>({ href, events: [], state: 'off' })
  useEffect(() => {
    if (!isOn) return
    let source: EventSource | undefined
    let silence: ReturnType<typeof setTimeout> | undefined
    const tell = (state: TailState, fresh: readonly AdminAuditEvent[] = []) =>
      setTail((before) => ({
        href,
        events: [...fresh, ...(before.href === href ? before.events : [])].slice(0, MOST_SHOWN),
        state,
      }))
    const open = () => {
      tell('connecting')
      source = new EventSource(`${href}${href.includes('?') ? '&' : '?'}after=${reached.current}`)
      source.onopen = () => {
        clearTimeout(silence)
        silence = undefined
        tell('live')
      }
      source.addEventListener('heartbeat', ({ lastEventId }) => (reached.current = lastEventId))
      source.addEventListener('audit', ({ lastEventId, data }: MessageEvent<string>) => {
        reached.current = lastEventId
        tell('live', [JSON.parse(data) as AdminAuditEvent])
      })
      source.onerror = () => {
        clearTimeout(silence)
        if (source?.readyState === EventSource.CLOSED) tell('ended')
        else silence = setTimeout(() => tell('reconnecting'), TOLD_AFTER_MS)
      }
    }
    const close = () => {
      clearTimeout(silence)
      source?.close()
      source = undefined
    }
    const onVisibility = () => {
      close()
      if (document.hidden) tell('paused')
      else open()
    }
    document.addEventListener('visibilitychange', onVisibility)
    onVisibility()
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      close()
    }
  }, [isOn, href, round])
  const isCurrent = tail.href === href
  return {
    events: isCurrent ? tail.events : [],
    state: isOn && isCurrent ? tail.state : 'off',
    retry: () => setRound(round + 1),
  }
}
