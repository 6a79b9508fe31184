import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { AuditStore, type NewAuditEvent } from '@gatehouse/data-access'

/** Longest time that an event of an everyday success waits in memory, in milliseconds. */
export const FLUSH_AFTER_MS = 100
/** Events that make a batch full. */
const BATCH = 500
/** Events that may wait or be under way; beyond it everyday successes are counted instead of kept. */
const MAX_WAITING = 10_000

interface WaitingEvent {
  event: NewAuditEvent
  /** Told how the write ended; absent where nobody waits for it. */
  stored?: (failure?: Error) => void
}

/**
 * What happened, after the fact; never a decision.
 *
 * Everyday successes (a token issued) wait at most 100 ms; security events are awaited by the one who reports them.
 * Both are written in batches, one at a time: the chain of hashes has room for one writer, so a storm of events shares
 * its turn instead of queueing for it.
 */
@Injectable()
export class AuditLog implements OnApplicationShutdown {
  private readonly logger = new Logger('audit')
  private readonly waiting: WaitingEvent[] = []
  private timer: NodeJS.Timeout | undefined
  private flight: Promise<void> | undefined
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
    this.waiting.push({ event })
    if (this.waiting.length >= BATCH) void this.flush()
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref()
  }

  /** Resolves when the event is stored. @throws Error when it cannot be */
  keep(event: NewAuditEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ event, stored: (failure) => (failure ? reject(failure) : resolve()) })
      void this.flush()
    })
  }

  /** Writes all that waits. */
  flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.flight ??= this.drain().finally(() => {
      this.flight = undefined
      // What came between the last look and this moment has nobody else to write it.
      if (this.waiting.length) void this.flush()
    })
    return this.flight
  }

  async onApplicationShutdown(): Promise<void> {
    do await this.flush()
    while (this.flight)
  }

  private async drain(): Promise<void> {
    while (this.waiting.length) {
      const batch = this.waiting.splice(0, BATCH)
      this.inFlight = batch.length
      const failure = await this.write(batch)
      this.inFlight = 0
      for (const { stored } of batch) stored?.(failure)
    }
  }

  private async write(batch: readonly WaitingEvent[]): Promise<Error | undefined> {
    try {
      await this.store.append(batch.map(({ event }) => event))
      return undefined
    } catch (error) {
      const unreported = batch.filter(({ stored }) => !stored).length
      this.dropped += unreported
      this.logger.error({ dropped: unreported, err: error }, 'audit events could not be written')
      return error instanceof Error ? error : new Error(String(error))
    }
  }
}
