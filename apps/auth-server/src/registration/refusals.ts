/** What was asked for cannot be done; the message is one line, and nothing was changed. */
export class Refused extends Error {
  override readonly name: string = 'Refused'
}

/** A value cannot be taken. The message begins with the command line's option for it, once that is known. */
export class BadValue extends Refused {
  override readonly name = 'BadValue'

  constructor(
    readonly problem: string,
    /** The attribute at fault, as the command line spells it: `redirect-uri`. */
    readonly option?: string,
  ) {
    super(option === undefined ? problem : `--${option}: ${problem}`)
  }
}
