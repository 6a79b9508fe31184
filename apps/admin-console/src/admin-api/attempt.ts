import 'server-only'
import type { AdminStillInUse } from '@gatehouse/token-types'
import { headers } from 'next/headers'
import { consoleParts, findSession } from '../console'
import { isOwnPost } from '../sign-in/sign-out'
import { AdminApiError, AdminApiUnreachable, type AdminApi, type Problem } from './admin-api'
import { asPerson } from './as-person'
import type { Outcome } from './outcome'

/**
 * Does what a server action is for, and says what came of it; it never throws what a screen can show.
 *
 * Enforces: the request comes from a page of the console itself, whatever the framework checks besides.
 */
export async function attempt<Value>(work: (api: AdminApi) => Promise<Value>): Promise<Outcome<Value>> {
  const { settings, store } = consoleParts()
  if (!isOwnPost(await headers(), settings.consoleUrl)) return { state: 'signed-out' }
  const current = await findSession()
  if (current === undefined) return { state: 'signed-out' }
  try {
    return { state: 'done', value: await asPerson(current, work) }
  } catch (error) {
    if (error instanceof AdminApiUnreachable) return { state: 'unreachable' }
    if (!(error instanceof AdminApiError)) throw error
    if (error.status === 401) {
      await store.delete(current.key)
      return { state: 'signed-out' }
    }
    return refusalOf(error)
  }
}

function refusalOf({ status, problem }: AdminApiError): Outcome<never> {
  if (status === 422 && problem.errors !== undefined) return { state: 'invalid', errors: problem.errors }
  if (status === 412) {
    return { state: 'conflict', current: problem.current, etag: problem.current_etag ?? '' }
  }
  return {
    state: 'refused',
    title: problem.title,
    detail: problem.detail,
    permission: problem.permission,
    traceId: problem.trace_id,
    ...inUse(problem),
  }
}

/** The members of a problem that say who holds what should go. */
function inUse({ clients, client_count, people_count }: Problem): { inUse?: AdminStillInUse } {
  if (clients === undefined || client_count === undefined || people_count === undefined) return {}
  return { inUse: { clients, client_count, people_count } }
}
