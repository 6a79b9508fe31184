import 'server-only'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { consoleSettings } from './config/environment'
import type { ConsoleSettings } from './config/settings'
import { REQUEST_PATH_HEADER } from './page-headers'
import { ConsoleCookies } from './session/cookies'
import { MemorySessionStore } from './session/memory-session-store'
import { RedisSessionStore } from './session/redis-session-store'
import { Sealer } from './session/sealing'
import { sessionKeyOf, type SessionKey } from './session/session-id'
import type { SessionStore } from './session/session-store'
import { AuthorizationServer } from './sign-in/authorization-server'
import { LiveSessions, type LiveSession } from './sign-in/live-sessions'
import { SignInFlow } from './sign-in/sign-in-flow'

/** The parts of the console that one process has once. */
export interface ConsoleParts {
  readonly settings: ConsoleSettings
  readonly cookies: ConsoleCookies
  readonly store: SessionStore
  readonly server: AuthorizationServer
  readonly liveSessions: LiveSessions
  readonly signIn: SignInFlow
}

// Next bundles pages and route handlers apart, each with its own copy of this module; the process is what they share.
const PARTS = Symbol.for('gatehouse.admin-console.parts')
const shared = globalThis as { [PARTS]?: ConsoleParts }

/** The parts of this process, put together at the first call. */
export const consoleParts = (): ConsoleParts => (shared[PARTS] ??= assemble(consoleSettings()))

function assemble(settings: ConsoleSettings): ConsoleParts {
  const store =
    settings.redisUrl === undefined
      ? new MemorySessionStore()
      : new RedisSessionStore(settings.redisUrl, settings.secret)
  const server = new AuthorizationServer(settings)
  return {
    settings,
    cookies: new ConsoleCookies(settings.consoleUrl),
    store,
    server,
    liveSessions: new LiveSessions(store, server),
    signIn: new SignInFlow(server, store, new Sealer(settings.secret, 'pending sign-in')),
  }
}

/** A session with the key it is stored under. */
export type CurrentSession = LiveSession & { readonly key: SessionKey }

/** The session of the browser that asks, looked up and renewed once per request. */
export const findSession = cache(async (): Promise<CurrentSession | undefined> => {
  const browserCookies = await cookies()
  const parts = consoleParts()
  const sessionId = browserCookies.get(parts.cookies.sessionName)?.value
  if (sessionId === undefined) return undefined
  const key = sessionKeyOf(sessionId)
  const live = await parts.liveSessions.find(key, new Date())
  return live === undefined ? undefined : { ...live, key }
})

/** The session of the browser that asks; without one the browser goes to sign in and comes back to this page. */
export async function requireSession(): Promise<CurrentSession> {
  const session = await findSession()
  if (session !== undefined) return session
  const path = (await headers()).get(REQUEST_PATH_HEADER) ?? '/'
  return redirect(`/auth/sign-in?${new URLSearchParams({ return_to: path })}`)
}
