import { setTimeout as sleep } from 'node:timers/promises'
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { UsageStore, type RollUpStep, type RollUpTurn } from '@gatehouse/data-access'
import { Clock } from '../config/clock.js'
import { AuditLog, FLUSH_AFTER_MS } from './audit-log.js'
import { RefusalCounts } from './refusal-counts.js'

const EVERY_MS = 5_000
/** Events counted by one transaction: so few that whoever waits for it does so for a moment. */
const BATCH = 5_000
/** Rest between transactions while there is a backlog, as after an update, in milliseconds. */
const PAUSE_MS = 20
const SAMPLE_EVERY_MS = 60_000
const PRUNE_EVERY_MS = 3_600_000

/**
 * Counts the audit log into hours and days, a little after it is written. Several servers may do it at once: each event
 * counts once, and who finds another counting leaves it to them. Nothing that issues or refuses tokens waits for it.
 */
@Injectable()
export class UsageCounting implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('usage')
  private timer: NodeJS.Timeout | undefined
  private round: Promise<void> | undefined
  private step: Promise<RollUpStep | undefined> = Promise.resolve(undefined)
  private waiting: Promise<unknown> | undefined
  private sampledAt = 0
  private prunedAt = 0
  private isStopping = false

  constructor(
    private readonly store: UsageStore,
    private readonly audit: AuditLog,
    private readonly refusals: RefusalCounts,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round ??= this.run().finally(() => (this.round = undefined))
    }, EVERY_MS)
    this.timer.unref()
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true
    clearInterval(this.timer)
    await this.round
    await this.step
  }

  /**
   * Counts what this server did up to now, one batch at the most, so that who looks at figures sees what they just did.
   * Figures that cannot be brought up to date are shown as they are.
   */
  async catchUp(): Promise<void> {
    await Promise.all([this.audit.flush(), this.refusals.flush()])
    // Whoever comes while somebody waits for their turn is served by it: it has not begun, and counts what they did too.
    this.waiting ??= this.step.then(() => {
      this.waiting = undefined
      return this.count('wait')
    })
    await this.waiting
  }

  private async run(): Promise<void> {
    while (!this.isStopping && (await this.count('leave'))?.isMore) await sleep(PAUSE_MS)
    const now = this.clock.now()
    const isDue = (doneAt: number, everyMs: number) =>
      !this.isStopping && Math.abs(now.getTime() - doneAt) >= everyMs
    if (isDue(this.sampledAt, SAMPLE_EVERY_MS)) {
      this.sampledAt = now.getTime()
      await this.store.sampleSessions(now).catch((error: unknown) => this.logger.warn(error))
    }
    if (isDue(this.prunedAt, PRUNE_EVERY_MS)) {
      this.prunedAt = now.getTime()
      await this.store.prune(now).catch((error: unknown) => this.logger.warn(error))
    }
  }

  /** One batch; those of this process take turns. Undefined where it failed. */
  private count(whileBusy: RollUpTurn['whileBusy']): Promise<RollUpStep | undefined> {
    this.step = this.step
      .then(() =>
        this.store.rollUp({ most: BATCH, now: this.clock.now(), unwrittenMs: FLUSH_AFTER_MS, whileBusy }),
      )
      .catch((error: unknown) => void this.logger.warn(error))
    return this.step
  }
}
