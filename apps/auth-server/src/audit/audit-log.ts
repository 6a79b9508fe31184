import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { AuditStore, type NewAuditEvent } from '@gatehouse/data-access'

/** Longest time that an event of an everyday success waits in memory, in milliseconds. */
const FLUSH_AFTER_MS = 100
/** Events that make a batch full. */
const BATCH = 500
/** Events that may wait or be under way; beyond it everyday successes are counted instead of kept. */
const MAX_WAITING = 10_000

/**
 * What happened, after the fact; never a decision.
 *
 * Everyday successes (a token issued) wait at most 100 ms and are written in batches; security events are awaited by
 * the one who reports them. The chain of hashes is the store's.
 */
@Injectable()
export class AuditLog implements OnApplicationShutdown {
  private readonly logger = new Logger('audit')
  private waiting: NewAuditEvent[] = []
  private timer: NodeJS.Timeout | undefined
  private flight: Promise<void> = Promise.resolve()
  private inFlight = 0
  /** Events counted instead of kept, because too many waited or the database was away. */
  dropped = 0

  constructor(private readonly store: AuditStore) {}

  /** Keeps an event with the next batch. */
  enqueue(event: NewAuditEvent): void {
    if (this.waiting.length + this.inFlight >= MAX_WAITING) {
      this.dropped += 1
      return
    }
    this.waiting.push(event)
    if (this.waiting.length >= BATCH) this.flushSoon(0)
    else this.flushSoon(FLUSH_AFTER_MS)
  }

  /** Resolves when the event is stored. */
  async keep(event: NewAuditEvent): Promise<void> {
    await this.store.append([event])
  }

  /** Writes all that waits; for the end of the process. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const batch = this.waiting
    this.waiting = []
    if (batch.length) {
      this.inFlight += batch.length
      this.flight = this.flight
        .then(() => this.store.append(batch))
        .catch((error: unknown) => this.lose(batch, error))
        .finally(() => (this.inFlight -= batch.length))
    }
    await this.flight
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush()
  }

  private flushSoon(delayMs: number): void {
    if (this.timer && delayMs > 0) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), delayMs)
    this.timer.unref()
  }

  private lose(batch: NewAuditEvent[], error: unknown): void {
    this.dropped += batch.length
    this.logger.error({ dropped: batch.length, err: error }, 'audit events could not be written')
  }
}
