import { once } from 'node:events'
import { Readable } from 'node:stream'
import type { SequencedRevocation } from '@gatehouse/data-access'
import { feedEntry } from './feed-entry.js'

/**
 * How long after a heartbeat the next is due, in milliseconds. The next reading of the list, two seconds later at most,
 * is what says it: one each 10 s. Resource servers fail closed without it.
 */
const HEARTBEAT_DUE_MS = 8_000
/** What may wait for a listener that reads too slowly; beyond it the stream ends and the listener comes back. */
const MAX_WAITING_BYTES = 4 * 1_048_576

/**
 * Server-sent events of one listener: each entry once, in order, with its sequence as the event's id.
 *
 * Entries that come while the past is told wait for it; what the past holds already is not said twice. The past is told
 * as fast as the listener reads, whatever its length.
 *
 * Never: says that the listener misses nothing while nobody knows. A heartbeat follows a reading of the whole list, so a
 * server that lost its database falls silent, and its listeners fail closed.
 *
 * @see HTML Living Standard §9.2 (server-sent events)
 */
export class FeedStream extends Readable {
  private news: SequencedRevocation[] | undefined = []
  private readonly unread: string[] = []
  private unreadBytes = 0
  private isWanted = false
  private isOver = false
  private isHeartbeatDue = false
  private readonly heartbeat: NodeJS.Timeout
  private readonly lifetime: NodeJS.Timeout

  /**
   * @param reached sequence that the listener knows already
   * @param livesForMs after which the stream ends, with the listener's token
   */
  constructor(
    private reached: bigint,
    livesForMs: number,
  ) {
    super()
    this.heartbeat = setInterval(() => (this.isHeartbeatDue = true), HEARTBEAT_DUE_MS)
    this.lifetime = setTimeout(() => this.end(), livesForMs)
    this.once('close', () => {
      clearInterval(this.heartbeat)
      clearTimeout(this.lifetime)
      this.emit('drained')
    })
  }

  /** Tells a piece of the past. Resolves when the listener has read it. */
  async tell(past: readonly SequencedRevocation[]): Promise<void> {
    this.say(past)
    while (this.unread.length && !this.destroyed) await once(this, 'drained')
  }

  /** The past is told: what came meanwhile follows, and from here on the stream is live. */
  goLive(): void {
    const news = this.news ?? []
    this.news = undefined
    this.say(news)
    this.beat()
  }

  /** Adds what was revoked just now. */
  add(entries: readonly SequencedRevocation[]): void {
    if (this.news) this.news.push(...entries)
    else this.say(entries)
  }

  /** The list was just read to its end, and all of it was added: says so when a heartbeat is due. */
  confirm(): void {
    if (this.isHeartbeatDue) this.beat()
  }

  /** Ends the stream behind what was said before; nothing is said afterwards. The listener comes back with its last id. */
  end(): void {
    if (this.destroyed || this.isOver) return
    this.isOver = true
    if (!this.unread.length) this.push(null)
  }

  override _read(): void {
    this.isWanted = true
    while (this.isWanted) {
      const text = this.unread.shift()
      if (text === undefined) break
      this.unreadBytes -= text.length
      this.isWanted = this.push(text)
    }
    if (this.unread.length) return
    this.emit('drained')
    if (this.isOver) this.push(null)
  }

  private beat(): void {
    if (this.news) return
    this.isHeartbeatDue = false
    this.heartbeat.refresh()
    this.write(`event: heartbeat\ndata: {"sequence":"${this.reached}"}\n\n`)
  }

  private say(entries: readonly SequencedRevocation[]): void {
    const unknown = entries.filter(({ sequence }) => sequence > this.reached)
    const last = unknown.at(-1)
    if (!last) return
    this.reached = last.sequence
    this.write(unknown.map(eventOf).join(''))
  }

  private write(text: string): void {
    if (this.destroyed || this.isOver) return
    if (this.isWanted) {
      this.isWanted = this.push(text)
      return
    }
    this.unread.push(text)
    this.unreadBytes += text.length
    if (this.unreadBytes > MAX_WAITING_BYTES) this.destroy()
  }
}

function eventOf(entry: SequencedRevocation): string {
  return `id: ${entry.sequence}\nevent: revocation\ndata: ${JSON.stringify(feedEntry(entry))}\n\n`
}
