/** The line itself makes no sense: an unknown option, a missing argument. */
export class UsageError extends Error {
  override readonly name = 'UsageError'

  constructor(
    message: string,
    /** The line that shows how it is done. */
    readonly helpLine: string,
  ) {
    super(message)
  }
}
