import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { UsageStore, type RefusalCount } from '@gatehouse/data-access'
import { Clock } from '../config/clock.js'

/** Longest time that a count waits in memory, in milliseconds. */
const WRITE_AFTER_MS = 2_000
/** Different refusals that may wait; beyond it their clients, which are what a request says, are not told apart. */
const MOST_WAITING = 500
const HOUR_MS = 3_600_000

/**
 * How often requests were refused, by client, hour and error code.
 *
 * Never: makes a refusal wait, or fails it. What waits in memory when the process is killed is not counted.
 */
@Injectable()
export class RefusalCounts implements OnApplicationShutdown {
  private readonly logger = new Logger('usage')
  private waiting = new Map<string, RefusalCount>()
  private timer: NodeJS.Timeout | undefined
  private flight: Promise<void> = Promise.resolve()

  constructor(
    private readonly store: UsageStore,
    private readonly clock: Clock,
  ) {}

  /** @param clientId as the request says it; whether there is such a client is asked when it is written */
  count(clientId: string | undefined, error: string): void {
    const at = this.clock.now()
    const whose = this.waiting.size < MOST_WAITING ? (clientId ?? '') : ''
    const key = JSON.stringify([whose, error, Math.floor(at.getTime() / HOUR_MS)])
    const known = this.waiting.get(key)
    this.waiting.set(key, { clientId: whose, at, error, count: (known?.count ?? 0) + 1 })
    this.timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS).unref()
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const counts = [...this.waiting.values()]
    this.waiting = new Map()
    this.flight = this.flight
      .then(() => this.store.addRefusals(counts))
      .catch((error: unknown) => this.logger.warn({ lost: counts.length, err: error }))
    return this.flight
  }

  onApplicationShutdown(): Promise<void> {
    return this.flush()
  }
}
