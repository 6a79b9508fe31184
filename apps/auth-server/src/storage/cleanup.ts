import { setTimeout as sleep } from 'node:timers/promises'
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { CleanupStore, FailureRecordStore } from '@gatehouse/data-access'
import { Clock } from '../config/clock.js'

const EVERY_MS = 60_000
/** Rows removed by one statement: small, so that locks are short. */
const BATCH = 500
/** Rest between statements, so that a backlog never occupies the server. */
const PAUSE_MS = 10
const FAILURE_RECORDS_KEPT = 10_000
const FAILURE_RECORDS_MAX_AGE_MS = 30 * 86_400_000

/** Removes what has expired, a little at a time. Several servers may do it at once: rows are skipped while locked. */
@Injectable()
export class Cleanup implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('cleanup')
  private timer: NodeJS.Timeout | undefined
  private round: Promise<void> = Promise.resolve()
  private isStopping = false

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
    this.isStopping = true
    clearInterval(this.timer)
    await this.round
  }

  /** One round: until nothing expired is left, or the server stops. What came in fast goes as fast. */
  async run(): Promise<void> {
    const now = this.clock.now()
    while (!this.isStopping && (await this.store.deleteExpired(now, BATCH)) >= BATCH) await sleep(PAUSE_MS)
    await this.failureRecords.prune(
      FAILURE_RECORDS_KEPT,
      new Date(now.getTime() - FAILURE_RECORDS_MAX_AGE_MS),
    )
  }
}
