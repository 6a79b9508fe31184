import 'server-only'
import { AdminApiError, AdminApiUnreachable, type AdminApi } from '../admin-api/admin-api'
import { asPerson } from '../admin-api/as-person'
import { consoleParts, findSession, type CurrentSession } from '../console'

/** After an end that is none of the server's making, such as a line that broke. */
const COME_BACK_AFTER_MS = 500
/** After an answer that says to come back later, or none. */
const COME_BACK_LATER_MS = 5_000
/** How often it is asked whether the session still lives, in milliseconds. */
const SESSION_CHECK_MS = 3_000

/** Why a stream ends and is not to be opened again. */
type Trouble = 'signed-out' | 'refused'

/** Server-sent events of the admin API. */
export interface Relayed {
  /** What is told before, in the same form. */
  readonly first?: string
  readonly live: ReadableStream<Uint8Array>
}

/**
 * Passes server-sent events of the admin API on to a browser of the console, as they come.
 *
 * A browser cannot read the status of such an answer, so trouble is an event of it: `trouble` means not to come back.
 *
 * Enforces: it ends with the session of the console. Never: lets the access token leave the server side.
 *
 * @see HTML Living Standard §9.2 (server-sent events)
 */
export async function relay(open: (api: AdminApi) => Promise<Relayed>): Promise<Response> {
  const current = await findSession()
  if (current === undefined) return over(trouble('signed-out'))
  try {
    return passedOn(await asPerson(current, open), current)
  } catch (error) {
    if (error instanceof AdminApiUnreachable) return over('')
    if (!(error instanceof AdminApiError)) throw error
    if (error.status === 401) return over(trouble('signed-out'))
    const isForNow = error.status >= 500 || error.status === 429 || error.status === 409
    return over(isForNow ? '' : trouble('refused'))
  }
}

/** One event. @param id place that a browser names when it comes back */
export const event = (name: string, data: object, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

const trouble = (state: Trouble): string => event('trouble', { state })

const comeBackAfter = (milliseconds: number): string => `retry: ${milliseconds}\n\n`

const over = (last: string): Response => streamed(comeBackAfter(COME_BACK_LATER_MS) + last)

function passedOn({ first = '', live: source }: Relayed, current: CurrentSession): Response {
  const live = source.getReader()
  const text = new TextEncoder()
  let timer: ReturnType<typeof setInterval> | undefined
  const stopAsking = () => {
    clearInterval(timer)
    timer = undefined
  }
  return streamed(
    new ReadableStream<Uint8Array>({
      start(out) {
        out.enqueue(text.encode(comeBackAfter(COME_BACK_AFTER_MS) + first))
        timer = setInterval(() => {
          void isOver(current).then((hasEnded) => {
            if (!hasEnded || timer === undefined) return
            stopAsking()
            out.enqueue(text.encode(trouble('signed-out')))
            live.cancel().catch(() => undefined)
          })
        }, SESSION_CHECK_MS)
      },
      async pull(out) {
        const { done, value } = await live.read().catch(() => ({ done: true as const, value: undefined }))
        if (!done) return out.enqueue(value)
        stopAsking()
        out.close()
      },
      async cancel() {
        stopAsking()
        await live.cancel()
      },
    }),
  )
}

const streamed = (body: string | ReadableStream<Uint8Array>): Response =>
  new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // A proxy that compresses or buffers would hold events back.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })

/** A store that does not answer says nothing about the session. */
const isOver = async ({ key }: CurrentSession): Promise<boolean> => {
  try {
    return (await consoleParts().store.find(key, new Date())) === undefined
  } catch {
    return false
  }
}
