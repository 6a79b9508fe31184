import type { OAuthErrorCode } from '@gatehouse/token-types'

/**
 * What the operator may know of a failure. It goes to the log and to the failure record, never into a response.
 * Secrets and tokens do not belong in it.
 */
export interface FailureDetail {
  /** The rule that refused the request, in one short sentence. */
  rule: string
  expected?: string
  got?: string
  /** What the developer of the client can do about it. */
  mend?: string
  /** The section that demands the rule, such as `RFC 6749 §4.1.3`. */
  reference?: string
}

/** How one failure differs from every other of its code. */
export interface OAuthErrorOptions {
  /** One plain sentence for the developer of the client; it is sent as `error_description`. */
  description: string
  /** HTTP status; absent means the status that the code has by default. */
  status?: number | undefined
  /** Private detail; absent means that the description says all there is. */
  detail?: FailureDetail | undefined
  /** Seconds after which the caller may come back (RFC 9110 §10.2.3); absent: 1 for status 503, else not said. */
  retryAfterSeconds?: number | undefined
  cause?: unknown
}

/**
 * A refusal that the protocol has a name for.
 *
 * Enforces: the description holds only characters that `error_description` allows, so that it can stand in JSON,
 * in a query and in a `WWW-Authenticate` header.
 * Never: serialises its detail or its cause.
 *
 * @see RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly code: OAuthErrorCode
  /** HTTP status of the response where the error is not sent through a redirect. */
  readonly status: number
  readonly description: string
  readonly detail?: FailureDetail
  /** Seconds after which the caller may come back, for the `Retry-After` header. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: OAuthErrorCode, options: OAuthErrorOptions) {
    const description = withAllowedCharacters(options.description)
    super(`${code}: ${description}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.status = options.status ?? STATUS_BY_CODE[code] ?? 400
    this.description = description
    this.retryAfterSeconds = options.retryAfterSeconds ?? (this.status === 503 ? 1 : undefined)
    if (options.detail) this.detail = options.detail
  }

  /** Body of the error response (RFC 6749 §5.2). */
  toJSON(): { error: OAuthErrorCode; error_description: string } {
    return { error: this.code, error_description: this.description }
  }
}

/** RFC 6749 §5.2, RFC 6750 §3.1, RFC 9470 §3; every other code is a 400. */
const STATUS_BY_CODE: Partial<Record<OAuthErrorCode, number>> = {
  invalid_client: 401,
  invalid_token: 401,
  insufficient_user_authentication: 401,
  insufficient_scope: 403,
  server_error: 500,
  temporarily_unavailable: 503,
}

/** Leaves only %x20-21 / %x23-5B / %x5D-7E (RFC 6749 §5.2). */
function withAllowedCharacters(description: string): string {
  return description
    .replaceAll('"', "'")
    .replaceAll('\\', '/')
    .replace(/[^\x20-\x7e]/gu, '?')
}
