import { Injectable, Logger } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'
import type { KeyObject } from 'node:crypto'
import { ResourceServerSettings } from '../resource-server-options.js'
import { fetchJson } from './fetch-json.js'
import { IssuerMetadata } from './issuer-metadata.js'
import { importKeys, type KeySet, type VerificationKey } from './verification-key.js'

/** Pause after a fetch that failed, so that a dead issuer is not asked on every request. */
const RETRY_SECONDS = 1

/**
 * The issuer's public keys, each imported once.
 *
 * Enforces: one fetch in flight; an unknown `kid` causes at most one fetch per cooldown; a key verifies only the
 * algorithms of its own kind.
 * Never: follows `jku`, `x5u` or a `jwk` header; those come from the sender.
 *
 * @see RFC 7517 §5, RFC 8725 §3.1, §3.10
 */
@Injectable()
export class KeySource {
  private readonly logger = new Logger('Gatehouse keys')
  private keys: readonly VerificationKey[] | undefined
  private fetchedAt = Number.NEGATIVE_INFINITY
  private failedAt = Number.NEGATIVE_INFINITY
  private missedAt = Number.NEGATIVE_INFINITY
  private inFlight: Promise<void> | undefined
  private generation = 0
  private published = ''

  constructor(
    private readonly settings: ResourceServerSettings,
    private readonly metadata: IssuerMetadata,
  ) {}

  /**
   * A number that changes when the issuer's keys change, so that what was verified before is verified again.
   * Starts a fetch in the background when the keys are older than `keyCacheSeconds`.
   */
  version(): number {
    if (
      this.keys !== undefined &&
      !this.isFixed &&
      this.isPast(this.fetchedAt, this.settings.keyCacheSeconds) &&
      this.isPast(this.failedAt, RETRY_SECONDS)
    )
      this.refresh().catch(() => undefined)
    return this.generation
  }

  /**
   * The key that a token's header names.
   *
   * @throws OAuthError `invalid_token` when the issuer has no such key; `temporarily_unavailable` when the issuer
   * cannot be asked.
   */
  async find(header: { alg: string; kid?: string | undefined }): Promise<KeyObject> {
    const known = this.match(header)
    if (known) return known
    if (this.inFlight || this.mayAskForMissing()) {
      await this.refresh().catch((cause: unknown) => {
        throw unavailable(cause)
      })
    } else if (this.keys === undefined || this.failedAt > this.fetchedAt) throw unavailable()
    const found = this.match(header)
    if (!found)
      throw new OAuthError('invalid_token', { description: 'No key of the issuer matches the access token.' })
    return found
  }

  private match({ alg, kid }: { alg: string; kid?: string | undefined }): KeyObject | undefined {
    const candidates = (this.keys ?? []).filter((key) => key.algorithms.includes(alg))
    if (kid !== undefined) return candidates.find((key) => key.kid === kid)?.key
    return candidates.length === 1 ? candidates[0]?.key : undefined
  }

  private mayAskForMissing(): boolean {
    if (this.keys === undefined) return this.isPast(this.failedAt, RETRY_SECONDS)
    if (this.isFixed || !this.isPast(this.missedAt, this.settings.keyCooldownSeconds)) return false
    this.missedAt = this.settings.now().getTime()
    return true
  }

  /** The keys were given as they are: asking again would bring nothing new. */
  private get isFixed(): boolean {
    return typeof this.settings.jwks === 'object'
  }

  private isPast(since: number, pauseSeconds: number): boolean {
    return this.settings.now().getTime() - since >= pauseSeconds * 1000
  }

  private refresh(): Promise<void> {
    this.inFlight ??= this.load()
      .then((set) => {
        const signature = JSON.stringify(set.keys)
        if (signature !== this.published) this.generation += 1
        this.published = signature
        this.keys = importKeys(set)
        this.fetchedAt = this.settings.now().getTime()
      })
      .catch((error: unknown) => {
        this.failedAt = this.settings.now().getTime()
        this.logger.warn(`Keys of ${this.settings.issuer} could not be fetched: ${String(error)}`)
        throw error
      })
      .finally(() => {
        this.inFlight = undefined
      })
    return this.inFlight
  }

  private async load(): Promise<KeySet> {
    const { jwks } = this.settings
    if (jwks) return typeof jwks === 'function' ? jwks() : jwks
    const uri = this.settings.jwksUri ?? (await this.metadata.url('jwks_uri'))
    const { keys } = await fetchJson(uri)
    if (!Array.isArray(keys)) throw new Error(`${uri} did not answer with a JWK Set`)
    return { keys: keys.filter((key) => typeof key === 'object' && key !== null) as KeySet['keys'] }
  }
}

function unavailable(cause?: unknown): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    description: 'The keys of the authorization server cannot be reached. Try again shortly.',
    cause,
  })
}
