'use client'

import { useSyncExternalStore } from 'react'

/** How a stream stands; the last two are the end of it. */
export type StreamState = 'connecting' | 'live' | 'lost' | 'signed-out' | 'refused'

/** A stream ends each minute and comes back at once: only a longer silence is told, in milliseconds. */
const LOST_AFTER_MS = 4_000
const OPEN_AGAIN_MS = 3_000

/** Hears one kind of event; what it holds is JSON. */
export type Heard = (data: string, id: string) => void

/**
 * Opens a stream of the console, and again where the browser gives up, until it is over.
 *
 * @param address where it is; asked again at each opening, for the place that was reached by then
 * @param heard what to do with each kind of event
 * @returns closes it
 */
export function openStream(
  address: () => string,
  heard: Readonly<Record<string, Heard>>,
  say: (state: StreamState) => void,
): () => void {
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
    source = new EventSource(address())
    for (const [name, hear] of Object.entries(heard)) {
      source.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
        lives()
        hear(data, lastEventId)
      })
    }
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

/** Whether the tab can be seen: nobody needs a stream that nobody looks at. */
export const usePageVisible = (): boolean => useSyncExternalStore(onVisibility, isPageVisible, () => true)

const onVisibility = (tell: () => void) => {
  document.addEventListener('visibilitychange', tell)
  return () => document.removeEventListener('visibilitychange', tell)
}
const isPageVisible = () => !document.hidden
