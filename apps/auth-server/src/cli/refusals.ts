/** What was asked for cannot be done; the message is one line for the terminal, and nothing was changed. */
export class Refused extends Error {
  override readonly name: string = 'Refused'
}

/** A value cannot be taken. The message begins with the option that it came from, once that is known. */
export class BadValue extends Refused {
  override readonly name = 'BadValue'

  constructor(
    readonly problem: string,
    readonly option?: string,
  ) {
    super(option === undefined ? problem : `--${option}: ${problem}`)
  }
}

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
