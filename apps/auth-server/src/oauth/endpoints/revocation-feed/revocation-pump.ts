import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import {
  Database,
  NotificationListener,
  REVOCATIONS_CHANNEL,
  RevocationStore,
  type SequencedRevocation,
} from '@gatehouse/data-access'
import { Clock } from '../../../config/clock.js'
import { Settings } from '../../../config/settings.js'
import { SharedRedis } from '../../../storage/shared-redis.js'

/** Entries read at once. */
const BATCH = 1_000
/** The list is looked at this often even when nobody says that it grew, in milliseconds. */
const LOOK_EVERY_MS = 2_000

/**
 * Gets every new entry, in order, each once, and hears of readings that found none. `isComplete` tells that the list held
 * nothing more a moment ago.
 */
export type RevocationSubscriber = (entries: readonly SequencedRevocation[], isComplete: boolean) => void

/**
 * Carries new revocations from the database to whoever listens in this process.
 *
 * The table is the truth and is read in the order of its sequence; being told only makes it quick. This process is told
 * by its own commits, by PostgreSQL, and by Redis where one is configured; when all are silent it looks by itself.
 */
@Injectable()
export class RevocationPump implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('revocations')
  private readonly subscribers = new Set<RevocationSubscriber>()
  private readonly listener: NotificationListener
  private readonly subscription: ReturnType<NonNullable<SharedRedis['client']>['duplicate']> | undefined
  private timer: NodeJS.Timeout | undefined
  private flight: Promise<void> | undefined
  private again = false
  private reached = 0n

  constructor(
    private readonly store: RevocationStore,
    private readonly database: Database,
    private readonly redis: SharedRedis,
    private readonly clock: Clock,
    settings: Settings,
  ) {
    this.subscription = redis.client?.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null })
    this.listener = new NotificationListener(settings.databaseUrl, REVOCATIONS_CHANNEL, {
      onNotification: () => this.look(),
      onConnected: () => this.look(),
      onLost: (error) =>
        this.logger.warn({ msg: 'PostgreSQL does not announce revocations', error: error.message }),
    })
  }

  async onApplicationBootstrap(): Promise<void> {
    this.reached = await this.newest()
    this.database.onRevocation = () => {
      this.look()
      this.tellOthers()
    }
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS)
    this.timer.unref()
    this.subscription?.on('error', () => undefined).on('message', () => this.look())
    this.subscription?.subscribe(REVOCATIONS_CHANNEL).catch(() => undefined)
    await this.listener.start()
  }

  async onApplicationShutdown(): Promise<void> {
    this.database.onRevocation = () => undefined
    clearInterval(this.timer)
    this.subscription?.disconnect()
    await this.listener.close()
    await this.flight
  }

  /** The sequence up to which subscribers were told. */
  get sequence(): bigint {
    return this.reached
  }

  /** @returns what ends the subscription */
  subscribe(subscriber: RevocationSubscriber): () => void {
    this.subscribers.add(subscriber)
    return () => this.subscribers.delete(subscriber)
  }

  /** Reads on; calls during a read are one more read after it. */
  private look(): void {
    this.again = true
    this.flight ??= this.read()
      .catch((error: unknown) =>
        this.logger.warn({ msg: 'The list of revocations cannot be read', error: String(error) }),
      )
      .finally(() => (this.flight = undefined))
  }

  private async read(): Promise<void> {
    while (this.again) {
      this.again = false
      const entries = await this.store.after(this.reached, this.clock.now(), BATCH)
      this.reached = entries.at(-1)?.sequence ?? this.reached
      const isComplete = entries.length < BATCH
      this.again ||= !isComplete
      for (const subscriber of this.subscribers) subscriber(entries, isComplete)
    }
  }

  private async newest(): Promise<bigint> {
    let newest = 0n
    for (;;) {
      const entries = await this.store.after(newest, this.clock.now(), BATCH)
      newest = entries.at(-1)?.sequence ?? newest
      if (entries.length < BATCH) return newest
    }
  }

  private tellOthers(): void {
    this.redis.client?.publish(REVOCATIONS_CHANNEL, '').catch(() => undefined)
  }
}
