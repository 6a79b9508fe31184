import { types } from 'node:util'
import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client'
import { TokenRequestFailed } from './token-request-failed.js'

/** Why one token request failed, and what that means for the next try. */
export interface RequestFailure {
  error: TokenRequestFailed
  /** True when another try would get the same answer. */
  isFinal: boolean
  /** How long the server asks to wait (RFC 9110 §10.2.3), in milliseconds; 0 when it does not say. */
  waitMs: number
}

/** Errors of `openid-client` after which the server may have answered well, had the answer arrived whole. */
const LOST_ANSWERS = new Set(['OAUTH_TIMEOUT', 'OAUTH_PARSE_ERROR'])

/**
 * *Never*: what came from the token endpoint as it came. An answer that is broken in one place may hold a token in
 * another, so of such an error only its words are kept.
 */
export async function requestFailure(cause: unknown, now: Date): Promise<RequestFailure> {
  if (cause instanceof TokenRequestFailed) return { error: cause, isFinal: true, waitMs: 0 }
  const response = responseOf(cause)
  if (response) return answered(response, cause, now)
  if (isNetworkError(cause)) {
    const error = new TokenRequestFailed(`not reached: ${systemCode(cause)}`, undefined, undefined, { cause })
    return { error, isFinal: false, waitMs: 0 }
  }
  // `openid-client` wraps errors that it does not know.
  if (cause instanceof ClientError && isNetworkError(cause.cause)) return requestFailure(cause.cause, now)
  const isLost = cause instanceof ClientError && LOST_ANSWERS.has(cause.code ?? '')
  const error = new TokenRequestFailed(types.isNativeError(cause) ? cause.message : 'unknown error')
  return { error, isFinal: !isLost, waitMs: 0 }
}

/** True when the server has decided on the request, so that the refresh token in it is as it was (RFC 6749 §5.2). */
export function isRefusal(cause: unknown): boolean {
  const status = responseOf(cause)?.status ?? 0
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}

async function answered(response: Response, cause: unknown, now: Date): Promise<RequestFailure> {
  const { error: code, error_description: description } =
    cause instanceof ResponseBodyError ? cause : await errorBody(response)
  const { status } = response
  const words = [code, description].filter(Boolean).join(': ')
  return {
    error: new TokenRequestFailed(words || `HTTP status ${status}`, code, status),
    isFinal: isRefusal(cause) || status < 400,
    waitMs: retryAfterMs(response.headers.get('retry-after'), now),
  }
}

function responseOf(cause: unknown): Response | undefined {
  if (cause instanceof ResponseBodyError || cause instanceof WWWAuthenticateChallengeError)
    return cause.response
  return cause instanceof ClientError && cause.cause instanceof Response ? cause.cause : undefined
}

/** The members of an error answer, where it is one. A 401 with a challenge comes unread (RFC 6749 §5.2). */
async function errorBody(response: Response): Promise<{ error?: string; error_description?: string }> {
  const { error, error_description: description } = (await response.json().catch(() => ({}))) as Record<
    string,
    unknown
  >
  return {
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof description === 'string' ? { error_description: description } : {}),
  }
}

function retryAfterMs(header: string | null, now: Date): number {
  if (header === null) return 0
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime()
  return ms > 0 ? ms : 0
}

/** `fetch` fails with a plain TypeError; Node and `openid-client` put a code on theirs. */
function isNetworkError(cause: unknown): cause is Error {
  return types.isNativeError(cause) && cause.name === 'TypeError' && !('code' in cause)
}

/** Such as ECONNRESET; `fetch` hides it one or two causes down. */
function systemCode(error: Error): string {
  for (let inner: unknown = error; types.isNativeError(inner); inner = inner.cause) {
    if ('code' in inner && typeof inner.code === 'string') return inner.code
  }
  return error.message
}
