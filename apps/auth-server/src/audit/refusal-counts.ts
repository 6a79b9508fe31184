import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { UsageStore, type RefusalCount } from '@gatehouse/data-access'
import { Clock } from '../config/clock.js'

/** Longest time that a count waits in memory, in milliseconds. */
const WRITE_AFTER_MS = 2_000
/** Different refusals that may wait; beyond it new clients, which are what a request says, are not told apart. */
const MOST_WAITING = 500
const HOUR_MS = 3_600_000

/**
 * How often requests were refused, by client, hour and error code.
 *
 * Never: makes a refusal wait, or fails it. What the database did not take is tried again; what waits in memory when the
 * process ends is not counted.
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
    this.add({ clientId: clientId ?? '', at: this.clock.now(), error, count: 1 })
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const counts = [...this.waiting.values()]
    this.waiting = new Map()
    this.flight = this.flight
      .then(() => this.store.addRefusals(counts))
      .catch((error: unknown) => {
        for (const refusal of counts) this.add(refusal)
        this.logger.warn({ waiting: counts.length, err: error })
      })
    return this.flight
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush()
    clearTimeout(this.timer)
    if (this.waiting.size > 0) this.logger.warn({ lost: this.waiting.size })
  }

  private add(refusal: RefusalCount): void {
    const own = keyOf(refusal)
    const hasRoom = this.waiting.has(own) || this.waiting.size < MOST_WAITING
    const added = hasRoom ? refusal : { ...refusal, clientId: '' }
    const key = hasRoom ? own : keyOf(added)
    const known = this.waiting.get(key)
    this.waiting.set(key, {
      ...added,
      at: known && known.at > added.at ? known.at : added.at,
      count: added.count + (known?.count ?? 0),
    })
    this.timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS).unref()
  }
}

const keyOf = ({ clientId, error, at }: RefusalCount): string =>
  JSON.stringify([clientId, error, Math.floor(at.getTime() / HOUR_MS)])
