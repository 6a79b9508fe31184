import { Readable } from 'node:stream'
import type { SequencedRevocation } from '@gatehouse/data-access'
import { feedEntry } from './feed-entry.js'

/** How often a silent stream says that it lives, in milliseconds. Resource servers fail closed without it. */
const HEARTBEAT_EVERY_MS = 10_000
/** A listener that reads slower than this is cut off and catches up by sequence, in bytes. */
const MAX_BUFFERED_BYTES = 1_048_576

/**
 * Server-sent events of one listener: each entry once, in order, with its sequence as the event's id.
 *
 * Entries that arrive before `begin` wait for the past; what the past holds already is not said twice.
 *
 * @see HTML Living Standard §9.2 (server-sent events)
 */
export class FeedStream extends Readable {
  private waiting: SequencedRevocation[] | undefined = []
  private readonly heartbeat: NodeJS.Timeout
  private readonly end_: NodeJS.Timeout

  /** @param reached sequence that the listener knows already */
  constructor(
    private reached: bigint,
    livesForMs: number,
  ) {
    super({ highWaterMark: MAX_BUFFERED_BYTES })
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_EVERY_MS)
    this.end_ = setTimeout(() => this.end(), livesForMs)
    this.once('close', () => {
      clearInterval(this.heartbeat)
      clearTimeout(this.end_)
    })
  }

  /** Everything that stood in the list before; the stream is live from here on. */
  begin(past: readonly SequencedRevocation[]): void {
    const waited = this.waiting ?? []
    this.waiting = undefined
    this.add(past)
    this.add(waited)
    this.beat()
  }

  add(entries: readonly SequencedRevocation[]): void {
    if (this.waiting) {
      this.waiting.push(...entries)
      return
    }
    const news = entries.filter(({ sequence }) => sequence > this.reached)
    if (!news.length) return
    this.reached = news.at(-1)?.sequence ?? this.reached
    this.say(
      news
        .map(
          (entry) =>
            `id: ${entry.sequence}\nevent: revocation\ndata: ${JSON.stringify(feedEntry(entry))}\n\n`,
        )
        .join(''),
    )
  }

  /** Ends the stream; the listener comes back with its last id. */
  end(): void {
    if (!this.destroyed) this.push(null)
  }

  override _read(): void {
    // Entries are pushed when they come; there is nothing to fetch.
  }

  private beat(): void {
    if (!this.waiting) this.say(`event: heartbeat\ndata: {"sequence":"${this.reached}"}\n\n`)
  }

  private say(text: string): void {
    if (this.destroyed || this.readableEnded) return
    if (!this.push(text)) this.destroy()
  }
}
