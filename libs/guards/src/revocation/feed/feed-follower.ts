import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger } from '@nestjs/common'
import type { RevocationFeedEntry } from '@gatehouse/token-types'
import type { StreamEvent } from './event-stream-parser.js'
import type { FeedClient } from './feed-client.js'
import { isFeedEntry, type RevocationList } from './revocation-list.js'

/** Two clocks at once: a wall clock may be set back, a steady one stands still while the machine sleeps. */
interface Moment {
  wallMs: number
  steadyMs: number
}

export interface FollowerTimes {
  now: () => Date
  /** Milliseconds on a clock that nobody sets. */
  steadyMs: () => number
  /** After this long without a complete event a connection counts as dead. */
  stallMs: number
}

/** The server is told the place that was reached at most this often, and after a heartbeat when it was not for longer. */
const TELL_AFTER_MS = 1_000
const TELL_AGAIN_AFTER_MS = 25_000
const MAX_PAUSE_MS = 5_000
const FIRST_PAUSE_MS = 250
/** The first that is told of a feed that was never reached. A power of two; a second or two after the start. */
const FIRST_TOLD_FAILURE = 4
const SWEPT_AT_ONCE = 50_000
/** An entry that ends this soon may have left the list by the clock of the server. */
const EXPIRY_MARGIN_MS = 60_000

/**
 * Keeps a list of revocations equal to the feed: reads what it missed page by page, then listens, and begins anew
 * whenever the connection ends.
 *
 * Enforces: nothing is skipped. Each connection begins with the entry that was read last; where that is not the same
 * any more, the list was restored or replaced, and is read from its beginning.
 * Never: takes back what it knew. An entry leaves by its age alone.
 */
export class FeedFollower {
  private readonly logger = new Logger('Gatehouse revocations')
  private readonly stopping = new AbortController()
  private running: Promise<void> | undefined
  private position = 0n
  private last: RevocationFeedEntry | undefined
  private soughtGap = 0n
  private heard: Moment | undefined
  private live = false
  private toldAtMs = Number.NEGATIVE_INFINITY
  private telling: NodeJS.Timeout | undefined

  constructor(
    private readonly client: FeedClient,
    private readonly list: RevocationList,
    private readonly times: FollowerTimes,
    private readonly onCaughtUp: () => void,
  ) {}

  /** Place in the list up to which every entry is known here. */
  get sequence(): bigint {
    return this.position
  }

  /** When the server last confirmed that nothing is missing; undefined before the first time. */
  get lastHeardAt(): Date | undefined {
    return this.heard && new Date(this.heard.wallMs)
  }

  /** Milliseconds since then, by whichever clock says more; infinite before the first time. */
  silentForMs(): number {
    if (!this.heard) return Number.POSITIVE_INFINITY
    const { wallMs, steadyMs } = this.moment()
    return Math.max(wallMs - this.heard.wallMs, steadyMs - this.heard.steadyMs)
  }

  start(): void {
    this.running ??= this.run()
  }

  /** Cuts the connection; nothing is running once it resolves. */
  async stop(): Promise<void> {
    this.stopping.abort()
    clearTimeout(this.telling)
    await this.running
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted;) {
      this.live = false
      const failure = await this.follow().then(
        () => undefined,
        (error: unknown) => error,
      )
      if (this.stopping.signal.aborted) return
      failures = this.live ? 0 : failures + 1
      if (failure !== undefined && this.isWorthTelling(failures))
        this.logger.warn(
          `The revocation feed ${this.heard ? 'broke off' : 'cannot be reached'}, attempt ${failures + 1} follows: ${explained(failure)}`,
        )
      const mostMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10))
      const pauseMs = randomInt(failures === 0 ? 0 : mostMs / 2, mostMs)
      await sleep(pauseMs, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined)
    }
  }

  /** Ever more rarely; and an API that starts beside its issuer waits for it a moment without a word. */
  private isWorthTelling(failures: number): boolean {
    return (failures & (failures - 1)) === 0 && (this.heard !== undefined || failures >= FIRST_TOLD_FAILURE)
  }

  /** One connection, from catching up to its end. */
  private async follow(): Promise<void> {
    const connection = new AbortController()
    const stalled = () => connection.abort(new Error(`silent for ${this.times.stallMs} ms`))
    const timer = setTimeout(stalled, this.times.stallMs).unref()
    const signal = AbortSignal.any([this.stopping.signal, connection.signal])
    try {
      this.makeRoom()
      await this.catchUp(signal, () => timer.refresh())
      this.onCaughtUp()
      for await (const events of this.client.stream(this.position, signal)) {
        for (const event of events) this.take(event)
        if (events.length > 0) timer.refresh()
      }
    } finally {
      clearTimeout(timer)
      connection.abort()
    }
  }

  private async catchUp(signal: AbortSignal, onProgress: () => void): Promise<void> {
    let overlap =
      this.last && this.last.expires_at * 1000 > this.moment().wallMs + EXPIRY_MARGIN_MS
        ? this.last
        : undefined
    let after = overlap ? BigInt(overlap.sequence) - 1n : 0n
    for (;;) {
      const asked = this.moment()
      const page = await this.client.page(after, signal)
      onProgress()
      if (overlap && !isSameEntry(page.revocations[0], overlap)) {
        this.logger.warn('The list of revocations is not the one that was read before: reading all of it')
        overlap = undefined
        after = 0n
        continue
      }
      overlap = undefined
      for (const entry of page.revocations) this.keep(entry)
      this.last = page.revocations.at(-1) ?? this.last
      if (page.more && page.sequence <= after) throw new Error('the feed repeats a page')
      after = page.sequence
      if (page.more) continue
      this.position = after
      this.heard = asked
      return
    }
  }

  private take({ type, data }: StreamEvent): void {
    const content: unknown = JSON.parse(data)
    if (type === 'revocation') {
      if (!isFeedEntry(content)) throw new Error('the feed sent what is no entry')
      this.keep(content)
      if (BigInt(content.sequence) > this.position) {
        this.position = BigInt(content.sequence)
        this.last = content
        this.tellSoon()
      }
      // Before the first heartbeat of a connection older entries may still be on their way.
      if (this.live) this.heard = this.moment()
    } else if (type === 'heartbeat') {
      this.compare((content as { sequence?: unknown } | null)?.sequence)
      this.live = true
      this.heard = this.moment()
      this.list.sweep(this.times.now(), SWEPT_AT_ONCE)
      if (this.times.steadyMs() - this.toldAtMs > TELL_AGAIN_AFTER_MS) this.tellSoon()
    }
  }

  /** A place that is not told is told by the next heartbeats; whether tokens are judged never depends on it. */
  private tellSoon(): void {
    this.telling ??= setTimeout(() => {
      this.telling = undefined
      this.toldAtMs = this.times.steadyMs()
      this.client.acknowledge(this.position, this.stopping.signal).catch(() => undefined)
    }, TELL_AFTER_MS).unref()
  }

  /** A heartbeat names the place that the server has reached: both sides must be at the same one. */
  private compare(sequence: unknown): void {
    if (typeof sequence !== 'string' || !/^\d{1,18}$/.test(sequence)) return
    const reached = BigInt(sequence)
    if (reached < this.position) {
      this.last = undefined
      throw new Error(`the feed went back from ${this.position} to ${reached}`)
    }
    if (reached > this.position && reached > this.soughtGap) {
      this.soughtGap = reached
      throw new Error(`the feed is at ${reached}, and ${this.position} was received last`)
    }
  }

  private keep(entry: RevocationFeedEntry): void {
    this.list.add(entry)
    if (this.list.isFull) throw new Error(`more than ${this.list.size} revocations`)
  }

  /** Where the list was full, entries were left out: it is read again from the beginning. */
  private makeRoom(): void {
    this.list.sweep(this.times.now(), Number.POSITIVE_INFINITY)
    if (!this.list.isFull) return
    this.heard = undefined
    this.last = undefined
    this.list.isFull = false
  }

  private moment(): Moment {
    return { wallMs: this.times.now().getTime(), steadyMs: this.times.steadyMs() }
  }
}

function isSameEntry(one: RevocationFeedEntry | undefined, other: RevocationFeedEntry): boolean {
  const members = ['sequence', 'claim', 'value', 'revoked_at'] as const
  return one !== undefined && members.every((member) => one[member] === other[member])
}

function explained(failure: unknown): string {
  const { message, cause } = failure as Error
  return cause instanceof Error ? `${message} (${cause.message})` : message
}
