import 'server-only'
import type { AdminRevocation } from '@gatehouse/token-types'
import type { AdminApi } from '../admin-api/admin-api'
import { followRevocations, listRevocations } from '../admin-api/revocations'
import { event, relay } from '../live/relay'

const PAGE_ROWS = 100
/** More than so many pages are not caught up with: whoever was away for so long loads the list anew. */
const MOST_PAGES = 5

/**
 * The live view of the admin API for a browser of the console, preceded by what was missed: the browser says up to which
 * place it knows the list (`Last-Event-ID`, or `after` at first).
 */
export const liveRevocations = (request: Request): Promise<Response> =>
  relay(async (api) => {
    const live = await followRevocations(api, request.signal)
    const first = await missedAfter(api, placeKnownTo(request)).catch(async (error: unknown) => {
      await live.cancel()
      throw error
    })
    return { first, live }
  })

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
