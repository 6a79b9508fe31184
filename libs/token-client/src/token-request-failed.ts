/** No token could be obtained. Holds no token and no secret, and may be logged as it is. */
export class TokenRequestFailed extends Error {
  override readonly name = 'TokenRequestFailed'

  constructor(
    message: string,
    /** OAuth error code (RFC 6749 §5.2); undefined when the server gave none or was not reached. */
    readonly code?: string,
    /** HTTP status of the answer; undefined when there was none. */
    readonly status?: number,
    options?: { cause: unknown },
  ) {
    super(message, options)
  }
}
