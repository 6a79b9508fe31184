/** No token could be obtained. `code` is the OAuth error code, or undefined when the server was not reached. */
export class TokenRequestFailed extends Error {
  override readonly name = 'TokenRequestFailed'

  constructor(
    message: string,
    readonly code: string | undefined,
    options: { cause: unknown },
  ) {
    super(message, options)
  }
}
