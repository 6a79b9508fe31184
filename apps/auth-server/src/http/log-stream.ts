/** Longest time that a line waits to be written, in milliseconds. */
const WRITE_AFTER_MS = 50
/** Characters that are written at once however long they waited. */
const WRITE_BEYOND = 16_384
/** pino's number for `warn`: from here on a line does not wait. */
const URGENT_LEVEL = 40

/** Asks pino to tell the level of each line in `lastLevel`. */
const WITH_LEVEL: unique symbol = Symbol.for('pino.metadata')

/** Where text goes, such as the standard output. */
type Write = (text: string) => void

/**
 * The log's way out of the process. Lines of everyday requests are written together, for a system call each would cost a
 * tenth of a token request; warnings and errors are written at once, with all that waited.
 *
 * *Never*: keeps a line when the process exits.
 */
export class LogStream {
  readonly [WITH_LEVEL] = true
  lastLevel = 0
  private waiting = ''
  private timer: NodeJS.Timeout | undefined
  private isEnded = false

  constructor(private readonly out: Write = (text) => process.stdout.write(text)) {
    process.once('exit', this.flush)
  }

  write(line: string): void {
    this.waiting += line
    const isUrgent = this.isEnded || this.lastLevel >= URGENT_LEVEL
    if (isUrgent || this.waiting.length > WRITE_BEYOND) this.flush()
    else this.timer ??= setTimeout(this.flush, WRITE_AFTER_MS).unref()
  }

  /** Writes what waits. */
  readonly flush = (): void => {
    clearTimeout(this.timer)
    this.timer = undefined
    const text = this.waiting
    this.waiting = ''
    if (text) this.out(text)
  }

  /** Writes what waits; what comes later, while the process ends, does not wait any more. */
  end(): void {
    this.isEnded = true
    process.off('exit', this.flush)
    this.flush()
  }
}
