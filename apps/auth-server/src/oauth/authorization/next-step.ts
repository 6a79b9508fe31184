import { missingScopes } from '@gatehouse/protocol'
import type { AuthorizationRequest } from './authorization-request.js'

/** What the person must do before the client gets its code. */
export type NextStep = 'sign_in' | 'select_account' | 'consent' | 'ready'

/** What is known of the person and the request at this moment. */
export interface Situation {
  request: Pick<
    AuthorizationRequest,
    'prompt' | 'maxAgeSeconds' | 'expectedSubject' | 'consentScope' | 'client'
  >
  /** The browser's session, if it has one that lives. */
  session: { userId: string; authTime: Date } | undefined
  /** Scopes that this person allowed this client before, at the request's resource. */
  consented: readonly string[]
  /** What the person did within this very request. */
  done: { signedIn: boolean; accountSelected: boolean; consented: boolean }
  now: Date
}

/**
 * What must the person do next? One pure answer, asked again after each step.
 *
 * @see OIDC Core §3.1.2.3 (authentication: `prompt`, `max_age`), §3.1.2.4 (consent)
 */
export function nextStep({ request, session, consented, done, now }: Situation): NextStep {
  const { prompt, maxAgeSeconds, expectedSubject } = request
  if (!session) return 'sign_in'
  if (expectedSubject !== undefined && session.userId !== expectedSubject) return 'sign_in'
  if (!done.signedIn) {
    if (prompt.has('login') || isTooOld(session.authTime, maxAgeSeconds, now)) return 'sign_in'
    if (prompt.has('select_account') && !done.accountSelected) return 'select_account'
  }
  if (!done.consented && needsConsent(request, consented)) return 'consent'
  return 'ready'
}

function isTooOld(authTime: Date, maxAgeSeconds: number | undefined, now: Date): boolean {
  return maxAgeSeconds !== undefined && now.getTime() - authTime.getTime() > maxAgeSeconds * 1000
}

function needsConsent(
  { client, prompt, consentScope }: Situation['request'],
  consented: readonly string[],
): boolean {
  if (prompt.has('consent')) return true
  return client.requireConsent && missingScopes(consentScope, consented).length > 0
}
