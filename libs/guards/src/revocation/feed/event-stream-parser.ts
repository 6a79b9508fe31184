/** One event of an event stream. */
export interface StreamEvent {
  /** `message` where the stream names none. */
  type: string
  data: string
  /** The last id that the stream gave, this event's own or an earlier one; empty before the first. */
  lastEventId: string
}

/** An event larger than this ends the stream, in characters. */
const MAX_EVENT_CHARACTERS = 65_536

/**
 * Cuts a text into server-sent events, wherever the pieces it comes in begin and end.
 *
 * Enforces: an event counts only when the empty line behind it has come; memory is bounded by one event.
 *
 * @see HTML Living Standard §9.2.6 (interpreting an event stream)
 */
export class EventStreamParser {
  private line = ''
  private started = false
  private afterCarriageReturn = false
  private type = ''
  private data: string[] = []
  private dataCharacters = 0
  private id = ''

  /** The events that this piece completes. @throws Error when one event outgrows 65,536 characters */
  push(text: string): StreamEvent[] {
    const events: StreamEvent[] = []
    let from = this.skipped(text)
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code !== 0x0a && code !== 0x0d) continue
      this.end(this.line + text.slice(from, at), events)
      this.line = ''
      if (code === 0x0d) {
        if (at + 1 === text.length) this.afterCarriageReturn = true
        else if (text.charCodeAt(at + 1) === 0x0a) at += 1
      }
      from = at + 1
    }
    this.line += text.slice(from)
    if (this.line.length + this.dataCharacters > MAX_EVENT_CHARACTERS)
      throw new Error(`An event of the stream is longer than ${MAX_EVENT_CHARACTERS} characters`)
    return events
  }

  /** How much of the piece belongs to what came before: a byte order mark, or the LF of a CRLF that was cut in two. */
  private skipped(text: string): number {
    if (text === '') return 0
    const first = text.charCodeAt(0)
    const skip = (!this.started && first === 0xfeff) || (this.afterCarriageReturn && first === 0x0a)
    this.started = true
    this.afterCarriageReturn = false
    return skip ? 1 : 0
  }

  private end(line: string, events: StreamEvent[]): void {
    if (line === '') {
      if (this.data.length > 0)
        events.push({ type: this.type || 'message', data: this.data.join('\n'), lastEventId: this.id })
      this.type = ''
      this.data = []
      this.dataCharacters = 0
      return
    }
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1))
    if (field === 'event') this.type = value
    else if (field === 'id' && !value.includes('\0')) this.id = value
    else if (field === 'data') {
      this.data.push(value)
      this.dataCharacters += value.length
      if (this.dataCharacters > MAX_EVENT_CHARACTERS)
        throw new Error(`An event of the stream is longer than ${MAX_EVENT_CHARACTERS} characters`)
    }
  }
}
