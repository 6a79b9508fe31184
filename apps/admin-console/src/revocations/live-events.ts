'use client'

import { useEffect, useEffectEvent, useReducer, useState } from 'react'
import type { AdminRevocation } from '@gatehouse/token-types'
import { openStream, usePageVisible, type StreamState } from '../live/event-stream'
import { isOver, type LiveState } from '../live/live-state'

const MOST_ENTRIES = 200

/** What a page knows of the list. */
export interface Known {
  /** Place up to which the page knew the list when it was made. */
  readonly base: string
  /** Newest place of the list, as the server says. */
  readonly place: string
  /** What was revoked since the page was made, the newest first. */
  readonly entries: readonly AdminRevocation[]
  /** More was missed than the server tells. */
  readonly isIncomplete: boolean
}

type Told =
  | { readonly what: 'entry'; readonly entry: AdminRevocation }
  | { readonly what: 'place'; readonly place: string }
  | { readonly what: 'missed' }

/** What is said twice changes nothing. A heartbeat may come before the entry whose place it names: both count. */
export function learned(known: Known, told: Told): Known {
  if (told.what === 'missed') return { ...known, isIncomplete: true }
  if (told.what === 'place') return { ...known, place: later(told.place, known.place) }
  const { entry } = told
  const isKnown = known.entries.some(({ sequence }) => sequence === entry.sequence)
  if (isKnown || BigInt(entry.sequence) <= BigInt(known.base)) return known
  const entries = [entry, ...known.entries].sort((a, b) => (BigInt(a.sequence) < BigInt(b.sequence) ? 1 : -1))
  return { ...known, place: later(entry.sequence, known.place), entries: entries.slice(0, MOST_ENTRIES) }
}

const later = (one: string, other: string): string => (BigInt(one) > BigInt(other) ? one : other)

/**
 * Follows what is revoked while the page can be seen, and catches up after a pause.
 *
 * @param place up to which the page that was loaded knows the list
 */
export function useLiveRevocations(place: string) {
  const [known, learn] = useReducer(learned, { base: place, place, entries: [], isIncomplete: false })
  const [isPaused, setPaused] = useState(false)
  const [stream, setStream] = useState<StreamState>('connecting')
  const isVisible = usePageVisible()
  const isWanted = !isPaused && isVisible && !isOver(stream)
  const listen = useEffectEvent(() => {
    let latest = known.entries[0]?.sequence ?? known.base
    return openStream(
      () => `/live/revocations?after=${latest}`,
      {
        heartbeat: (data) =>
          learn({ what: 'place', place: (JSON.parse(data) as { sequence: string }).sequence }),
        revocation: (data) => {
          const entry = JSON.parse(data) as AdminRevocation
          latest = entry.sequence
          learn({ what: 'entry', entry })
        },
        missed: () => learn({ what: 'missed' }),
      },
      setStream,
    )
  })
  useEffect(() => (isWanted ? listen() : undefined), [isWanted])
  const state: LiveState = isOver(stream) ? stream : isPaused ? 'paused' : isVisible ? stream : 'hidden'
  return { ...known, state, setPaused }
}
