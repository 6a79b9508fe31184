import 'server-only'
import type { AdminRevocation } from '@gatehouse/token-types'
import { AdminApiError, AdminApiUnreachable, type AdminApi } from '../admin-api/admin-api'
import { asPerson } from '../admin-api/as-person'
import { followRevocations, listRevocations } from '../admin-api/revocations'
import { consoleParts, findSession, type CurrentSession } from '../console'

const COME_BACK_AFTER_MS = 500
/** How often it is asked whether the session still lives, in milliseconds. */
const SESSION_CHECK_MS = 3_000
const PAGE_ROWS = 100
/** More than so many pages are not caught up with: whoever was away for so long loads the list anew. */
const MOST_PAGES = 5

/** Why the stream ends and is not to be opened again. */
type Trouble = 'signed-out' | 'refused'

/**
 * The live view of the admin API for a browser of the console, in the same events, preceded by what was missed: the
 * browser says up to which place it knows the list (`Last-Event-ID`, or `after` at first).
 *
 * A browser cannot read the status of such an answer, so trouble is an event of it: `trouble` means not to come back.
 *
 * Enforces: it ends with the session of the console. Never: lets the access token leave the server side.
 *
 * @see HTML Living Standard §9.2 (server-sent events)
 */
export async function liveRevocations(request: Request): Promise<Response> {
  const current = await findSession()
  if (current === undefined) return answer(trouble('signed-out'))
  try {
    return await asPerson(current, async (api) => {
      const live = await followRevocations(api, request.signal)
      const missed = await missedAfter(api, placeKnownTo(request)).catch(async (error: unknown) => {
        await live.cancel()
        throw error
      })
      return answer(missed, live.getReader(), current)
    })
  } catch (error) {
    if (error instanceof AdminApiError)
      return answer(trouble(error.status === 401 ? 'signed-out' : 'refused'))
    if (error instanceof AdminApiUnreachable) return answer('')
    throw error
  }
}

function placeKnownTo(request: Request): bigint | undefined {
  const said = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after')
  return said !== null && /^\d{1,19}$/u.test(said) ? BigInt(said) : undefined
}

/** Read after the live view was opened: what comes in between is said twice, and nothing is left out. */
async function missedAfter(api: AdminApi, known: bigint | undefined): Promise<string> {
  if (known === undefined) return ''
  const missed: AdminRevocation[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, next_cursor: next } = await listRevocations(api, { limit: PAGE_ROWS, cursor })
    const news = items.filter(({ sequence }) => BigInt(sequence) > known)
    missed.push(...news)
    if (news.length < items.length || next === null) return said(missed)
    cursor = next
  }
  return event('missed', {}) + said(missed)
}

const said = (newestFirst: readonly AdminRevocation[]): string =>
  newestFirst
    .toReversed()
    .map((entry) => event('revocation', entry, entry.sequence))
    .join('')

const event = (name: string, data: object, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

const trouble = (state: Trouble): string => event('trouble', { state })

function answer(
  first: string,
  live?: ReadableStreamDefaultReader<Uint8Array>,
  current?: CurrentSession,
): Response {
  const text = new TextEncoder()
  let timer: ReturnType<typeof setInterval> | undefined
  const body = new ReadableStream<Uint8Array>({
    start(out) {
      out.enqueue(text.encode(`retry: ${COME_BACK_AFTER_MS}\n\n${first}`))
      if (live === undefined || current === undefined) return out.close()
      timer = setInterval(() => {
        void isOver(current).then((over) => {
          if (!over || timer === undefined) return
          clearInterval(timer)
          timer = undefined
          out.enqueue(text.encode(trouble('signed-out')))
          void live.cancel()
        })
      }, SESSION_CHECK_MS)
    },
    async pull(out) {
      const { done, value } = (await live?.read().catch(() => undefined)) ?? { done: true, value: undefined }
      if (!done) return out.enqueue(value)
      clearInterval(timer)
      timer = undefined
      out.close()
    },
    async cancel() {
      clearInterval(timer)
      timer = undefined
      await live?.cancel()
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // A proxy that compresses or buffers would hold events back.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}

/** A store that does not answer says nothing about the session. */
const isOver = async ({ key }: CurrentSession): Promise<boolean> => {
  try {
    return (await consoleParts().store.find(key, new Date())) === undefined
  } catch {
    return false
  }
}
