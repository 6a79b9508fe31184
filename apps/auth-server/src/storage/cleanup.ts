import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { CleanupStore, FailureRecordStore } from '@gatehouse/data-access'
import { Clock } from '../config/clock.js'

const EVERY_MS = 60_000
/** Rows removed by one statement: small, so that locks are short. */
const BATCH = 500
/** Statements in one round, so that a backlog never occupies the server. */
const MAX_BATCHES = 20
const FAILURE_RECORDS_KEPT = 10_000
const FAILURE_RECORDS_MAX_AGE_MS = 30 * 86_400_000

/** Removes what has expired, a little at a time. Several servers may do it at once: rows are skipped while locked. */
@Injectable()
export class Cleanup implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('cleanup')
  private timer: NodeJS.Timeout | undefined
  private round: Promise<void> = Promise.resolve()

  constructor(
    private readonly store: CleanupStore,
    private readonly failureRecords: FailureRecordStore,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round = this.round.then(() => this.run()).catch((error: unknown) => this.logger.warn(error))
    }, EVERY_MS)
    this.timer.unref()
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer)
    await this.round
  }

  /** One round. */
  async run(): Promise<void> {
    const now = this.clock.now()
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      if ((await this.store.deleteExpired(now, BATCH)) < BATCH) break
    }
    await this.failureRecords.prune(
      FAILURE_RECORDS_KEPT,
      new Date(now.getTime() - FAILURE_RECORDS_MAX_AGE_MS),
    )
  }
}
