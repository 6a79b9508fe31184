import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import {
  MAX_ACCESS_TOKEN_LIFETIME_SECONDS,
  SigningKeyRotationStore,
  type NewAuditEvent,
  type SigningKey,
} from '@gatehouse/data-access'
import { SIGNING_ALGS, type SigningAlg } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import { KeyEncryption } from './key-encryption.js'
import { Keyring } from './keyring.js'
import { newSigningKey, sealedKey } from './new-signing-key.js'

const LOOK_EVERY_MS = 30_000
const DAY_MS = 86_400_000
/** Another server may go on signing for a moment, and clocks differ, in seconds. */
const SLACK_SECONDS = 120
/** The longest that an API may keep keys, and an hour more: after it nobody knows a revoked key, in milliseconds. */
const FORGOTTEN_AFTER_MS = DAY_MS + 3_600_000

/** What rotating an algorithm would do now. */
export interface RotationOutlook {
  current: SigningKey | undefined
  next: SigningKey | undefined
  /** When every API knows the next key. */
  readyAt: Date | undefined
  isReady: boolean
  verifiesUntil: Date
}

/**
 * Replaces signing keys: by schedule, at an admin's wish, and at once where one was compromised.
 *
 * *Enforces*: a key signs only after it was published for as long as APIs keep keys, unless an admin insists; a replaced
 * key verifies until the last token that it signed has expired.
 */
@Injectable()
export class KeyRotations implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('keys')
  private timer: NodeJS.Timeout | undefined
  private round: Promise<void> = Promise.resolve()

  constructor(
    private readonly store: SigningKeyRotationStore,
    private readonly keyring: Keyring,
    private readonly encryption: KeyEncryption,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round = this.round.then(() => this.run()).catch((error: unknown) => this.logger.warn(error))
    }, LOOK_EVERY_MS)
    this.timer.unref()
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer)
    await this.round
  }

  /** One round: publishes what is missing, rotates what is due, retires what is over. Several servers may run it at once. */
  async run(): Promise<void> {
    const now = this.clock.now()
    await this.store.retireOver(now)
    for (const alg of SIGNING_ALGS) {
      const { current, next, isReady } = await this.outlook(alg)
      if (!next) await this.publishNext(alg)
      const dueAt = current && this.rotatesAt(current)
      if (dueAt && dueAt <= now && isReady) await this.rotate(alg, () => scheduled(alg, current.kid, now))
    }
    await this.keyring.reload()
  }

  /** When the schedule replaces an active key; undefined where there is no schedule. */
  rotatesAt(key: SigningKey): Date | undefined {
    const { days } = this.settings.keyRotation
    return days > 0 && key.activatedAt ? new Date(key.activatedAt.getTime() + days * DAY_MS) : undefined
  }

  /** Until when a key that stopped signing now would be needed. */
  lastTokenExpiresAt(now: Date): Date {
    const { idTokenSeconds } = this.settings.lifetimes
    const longest = Math.max(MAX_ACCESS_TOKEN_LIFETIME_SECONDS, idTokenSeconds)
    return new Date(now.getTime() + (longest + SLACK_SECONDS) * 1000)
  }

  async outlook(alg: SigningAlg): Promise<RotationOutlook> {
    const now = this.clock.now()
    const keys = (await this.store.all()).filter((key) => key.alg === alg)
    const next = keys.find(({ status }) => status === 'next')
    const readyAt = next && new Date(next.createdAt.getTime() + this.settings.keyRotation.leadSeconds * 1000)
    return {
      current: keys.find(({ status }) => status === 'active'),
      next,
      readyAt,
      isReady: readyAt !== undefined && readyAt <= now,
      verifiesUntil: this.lastTokenExpiresAt(now),
    }
  }

  /** Lets the next key sign. False when somebody else rotated meanwhile. */
  async rotate(alg: SigningAlg, report: () => NewAuditEvent): Promise<boolean> {
    const { current, next, verifiesUntil } = await this.outlook(alg)
    const successor = next ? { kid: next.kid } : await this.freshSuccessor(alg)
    const now = this.clock.now()
    const done = await this.store.rotate(
      { alg, from: current?.kid, now, lastTokenExpiresAt: verifiesUntil, successor },
      report,
    )
    if (done) await this.publishNext(alg)
    await this.keyring.reload()
    return done
  }

  /**
   * Ends a compromised key: it leaves the published keys, and nothing that it signed is accepted. The published next key
   * signs from then on, for APIs know it already; where there is none, a fresh one.
   *
   * @returns false when the key changed meanwhile
   */
  async revoke(key: SigningKey, report: () => NewAuditEvent): Promise<boolean> {
    const alg = key.alg as SigningAlg
    const { next } = await this.outlook(alg)
    const isNeeded = key.status === 'active'
    const successor =
      next && next.kid !== key.kid
        ? { kid: next.kid }
        : isNeeded
          ? await this.freshSuccessor(alg)
          : { kid: '' }
    const now = this.clock.now()
    const entryExpiresAt = new Date(now.getTime() + FORGOTTEN_AFTER_MS)
    const done = await this.store.revoke(key, { successor, now }, entryExpiresAt, report)
    if (done) await this.publishNext(alg)
    await this.keyring.reload()
    return done
  }

  private async publishNext(alg: SigningAlg): Promise<void> {
    await this.store.addNext(await this.fresh(alg))
  }

  private async freshSuccessor(alg: SigningAlg) {
    const fresh = await this.fresh(alg)
    return { kid: fresh.kid, fresh }
  }

  private async fresh(alg: SigningAlg) {
    return sealedKey(await newSigningKey(alg), alg, this.encryption, this.clock.now())
  }
}

function scheduled(alg: string, before: string, now: Date): NewAuditEvent {
  return { at: now, type: 'key.rotated', outcome: 'success', detail: { alg, before, by: 'schedule' } }
}
