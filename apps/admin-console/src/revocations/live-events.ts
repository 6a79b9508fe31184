'use client'

import { useEffect, useEffectEvent, useReducer, useState, useSyncExternalStore } from 'react'
import type { AdminRevocation } from '@gatehouse/token-types'

/** How the live view stands; the last two are the end of it. */
export type LiveState = 'connecting' | 'live' | 'paused' | 'hidden' | 'lost' | 'signed-out' | 'refused'

/** A stream ends each minute and comes back at once: only a longer silence is told, in milliseconds. */
const LOST_AFTER_MS = 4_000
const OPEN_AGAIN_MS = 3_000
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
  const [connection, setConnection] = useState<LiveState>('connecting')
  const isVisible = useSyncExternalStore(onVisibility, isPageVisible, () => true)
  const isOver = connection === 'signed-out' || connection === 'refused'
  const isWanted = !isPaused && isVisible && !isOver
  const listen = useEffectEvent(() =>
    openStream(known.entries[0]?.sequence ?? known.base, { learn, say: setConnection }),
  )
  useEffect(() => (isWanted ? listen() : undefined), [isWanted])
  const state: LiveState = isOver ? connection : isPaused ? 'paused' : isVisible ? connection : 'hidden'
  return { ...known, state, setPaused }
}

/** Opens the stream, and again where the browser gives up. @returns closes it */
function openStream(
  place: string,
  { learn, say }: { readonly learn: (told: Told) => void; readonly say: (state: LiveState) => void },
): () => void {
  let latest = place
  let source: EventSource
  let silence: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  const close = () => {
    source.close()
    clearTimeout(silence)
    clearTimeout(again)
  }
  const lives = () => {
    clearTimeout(silence)
    silence = undefined
    say('live')
  }
  const open = () => {
    source = new EventSource(`/live/revocations?after=${latest}`)
    source.addEventListener('heartbeat', ({ data }: MessageEvent<string>) => {
      lives()
      learn({ what: 'place', place: (JSON.parse(data) as { sequence: string }).sequence })
    })
    source.addEventListener('revocation', ({ data }: MessageEvent<string>) => {
      lives()
      const entry = JSON.parse(data) as AdminRevocation
      latest = entry.sequence
      learn({ what: 'entry', entry })
    })
    source.addEventListener('missed', () => learn({ what: 'missed' }))
    source.addEventListener('trouble', ({ data }: MessageEvent<string>) => {
      close()
      say((JSON.parse(data) as { state: 'signed-out' | 'refused' }).state)
    })
    source.addEventListener('error', () => {
      silence ??= setTimeout(() => say('lost'), LOST_AFTER_MS)
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, OPEN_AGAIN_MS)
    })
  }
  say('connecting')
  open()
  return close
}

const onVisibility = (tell: () => void) => {
  document.addEventListener('visibilitychange', tell)
  return () => document.removeEventListener('visibilitychange', tell)
}
const isPageVisible = () => document.visibilityState === 'visible'
