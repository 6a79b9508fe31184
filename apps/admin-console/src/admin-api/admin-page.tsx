import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { consoleParts, requireSession } from '../console'
import { REQUEST_PATH_HEADER } from '../page-headers'
import { Forbidden, NotAccepted, ServerDown } from '../shell/blocked-page'
import { AdminApiError, AdminApiUnreachable, type AdminApi } from './admin-api'
import { asPerson } from './as-person'

/** A session that began so recently was refused at once: signing in again would only go round in a circle. */
const FRESH_SECONDS = 15

/**
 * Renders a page from the admin API, and in its place what keeps it from being shown: not allowed, not there, server
 * down. A session whose token is refused ends, and the person comes back here after signing in.
 */
export async function adminPage(render: (api: AdminApi) => Promise<ReactNode>): Promise<ReactNode> {
  const current = await requireSession()
  const { session, key } = current
  const { store } = consoleParts()
  try {
    return await asPerson(current, render)
  } catch (error) {
    if (error instanceof AdminApiUnreachable) return <ServerDown />
    if (!(error instanceof AdminApiError)) throw error
    if (error.status === 403) return <Forbidden permission={error.problem.permission} />
    if (error.status === 404) return notFound()
    if (error.status !== 401) throw error
    if (Date.now() / 1000 - session.startedAt < FRESH_SECONDS) return <NotAccepted />
    await store.delete(key)
  }
  const path = (await headers()).get(REQUEST_PATH_HEADER) ?? '/'
  return redirect(`/auth/sign-in?${new URLSearchParams({ return_to: path })}`)
}
