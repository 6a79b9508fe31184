import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'
import { Settings } from '../config/settings.js'
import { hashPassword, passwordMatches, type PasswordHashing } from './password-hash.js'

/** Hashes that run at once: each holds a thread, and tokens need threads too. */
const PARALLEL = 2
/** Hashes that may wait; a longer queue would only answer too late. */
const MAX_WAITING = 64

/**
 * Hashes and checks passwords for the running server.
 *
 * *Enforces*: a storm of sign-ins waits in a bounded queue and never starves the token endpoint; a check takes the same
 * time with and without an account.
 */
@Injectable()
export class PasswordHasher {
  private readonly hashing: PasswordHashing
  private readonly decoy: Promise<string>
  private running = 0
  private readonly waiting: (() => void)[] = []

  constructor({ secrets, passwordCost }: Settings) {
    this.hashing = { pepper: secrets.passwordPepper, cost: passwordCost }
    this.decoy = hashPassword(randomBytes(32).toString('base64'), this.hashing)
  }

  /** @throws OAuthError temporarily_unavailable when too many hashes wait */
  hash(password: string): Promise<string> {
    return this.queued(() => hashPassword(password, this.hashing))
  }

  /**
   * Compares; with no hash (unknown account, no password set) it spends the same time and answers false.
   *
   * @throws OAuthError temporarily_unavailable when too many hashes wait
   */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const against = hash ?? (await this.decoy)
    const equal = await this.queued(() => passwordMatches(password, against, this.hashing.pepper))
    return equal && hash !== undefined
  }

  private async queued<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting.length >= MAX_WAITING) {
      throw new OAuthError('temporarily_unavailable', {
        description: 'Too many people are signing in at once; try again in a moment',
        detail: { rule: 'password_hasher.queue_full' },
      })
    }
    if (this.running >= PARALLEL) await new Promise<void>((turn) => this.waiting.push(turn))
    else this.running += 1
    try {
      return await work()
    } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.running -= 1
    }
  }
}
