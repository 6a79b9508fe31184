import { randomBytes } from 'node:crypto'
import * as oidc from 'openid-client'

/** Every way in which signing in can fail, as the failure page names it. */
export const SIGN_IN_FAILURE_CODES = [
  'state_mismatch',
  'access_denied',
  'server_refused',
  'server_unreachable',
  'client_rejected',
  'response_invalid',
  'session_store_unavailable',
  'unexpected',
] as const

export type SignInFailureCode = (typeof SIGN_IN_FAILURE_CODES)[number]

/** A sign-in that ended without a session; `reference` connects the page with the log. */
export interface SignInFailure {
  readonly code: SignInFailureCode
  readonly reference: string
}

/** The code for whatever ended a sign-in. */
export function failureCodeOf(error: unknown): SignInFailureCode {
  if (error instanceof oidc.AuthorizationResponseError) {
    return error.error === 'access_denied' ? 'access_denied' : 'server_refused'
  }
  if (error instanceof oidc.ResponseBodyError) {
    return CLIENT_ERRORS.has(error.error) ? 'client_rejected' : 'server_refused'
  }
  if (error instanceof oidc.WWWAuthenticateChallengeError) return 'client_rejected'
  if (error instanceof oidc.ClientError) {
    return UNREACHABLE.has(error.code ?? '') ? 'server_unreachable' : 'response_invalid'
  }
  // fetch rejects with a TypeError that has a cause when no connection came about.
  return error instanceof TypeError && error.cause !== undefined ? 'server_unreachable' : 'unexpected'
}

const CLIENT_ERRORS = new Set(['invalid_client', 'unauthorized_client'])
const UNREACHABLE = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'])

/** Writes one log line about a failed sign-in, with no token, code or secret in it, and returns its reference. */
export function recordFailure(code: SignInFailureCode, error: unknown, now: Date): SignInFailure {
  const reference = randomBytes(6).toString('hex')
  const line = {
    time: now.toISOString(),
    level: 'warn',
    event: 'sign_in_failed',
    code,
    reference,
    ...detailsOf(error),
  }
  process.stderr.write(`${JSON.stringify(line)}\n`)
  return { code, reference }
}

function detailsOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return {}
  const answer = error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError
  return {
    ...(error instanceof oidc.ClientError ? { errorCode: error.code } : {}),
    message: error.message.slice(0, 200),
    ...(answer
      ? { serverError: error.error.slice(0, 80), serverDescription: error.error_description?.slice(0, 200) }
      : {}),
  }
}

/** The code in an address, or `unexpected` for anything that is none. */
export const failureCodeIn = (value: unknown): SignInFailureCode =>
  SIGN_IN_FAILURE_CODES.find((code) => code === value) ?? 'unexpected'

/** The reference in an address, or nothing for anything that cannot be one. */
export const referenceIn = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{12}$/.test(value) ? value : undefined
