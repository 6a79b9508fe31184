'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import type { AdminAuditEvent } from '@gatehouse/token-types'
import { openStream, usePageVisible, type StreamState } from '../live/event-stream'
import type { LiveState } from '../live/live-state'

/** Events that a page shows beside its list; older ones are in the list after a reload. */
const MOST_SHOWN = 200

/** What the tail told, newest first, and how it stands. */
export interface LiveTail {
  readonly events: readonly AdminAuditEvent[]
  readonly state: LiveState
}

interface Told {
  readonly href: string
  readonly events: readonly AdminAuditEvent[]
  /** Sequence up to which everything was told. */
  readonly reached: string
  readonly stream: StreamState
}

/**
 * Follows the audit log while `isOn`, from `after` on: after each interruption it goes on behind the last event that was
 * heard. While the page is hidden it rests.
 *
 * @param href address of the stream, with its filters
 * @param after sequence of the newest event that is known
 */
export function useLiveTail(isOn: boolean, href: string, after: string): LiveTail {
  const isVisible = usePageVisible()
  const fresh: Told = { href, events: [], reached: after, stream: 'connecting' }
  const [last, setTold] = useState(fresh)
  const told = last.href === href ? last : fresh
  const listen = useEffectEvent(() => {
    let { reached } = told
    const tell = (news: Partial<Told>, events: readonly AdminAuditEvent[] = []) =>
      setTold((before) => {
        const known = before.href === href ? before : fresh
        return { ...known, ...news, reached, events: [...events, ...known.events].slice(0, MOST_SHOWN) }
      })
    return openStream(
      () => `${href}${href.includes('?') ? '&' : '?'}after=${reached}`,
      {
        heartbeat: (_, id) => {
          reached = id
          tell({})
        },
        audit: (data, id) => {
          reached = id
          tell({}, [JSON.parse(data) as AdminAuditEvent])
        },
      },
      (stream) => tell({ stream }),
    )
  })
  const isWanted = isOn && isVisible
  useEffect(() => (isWanted ? listen() : undefined), [isWanted, href])
  return { events: told.events, state: isVisible ? told.stream : 'hidden' }
}
