import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common'
import { setTimeout as sleep } from 'node:timers/promises'
import { OAuthError } from '@gatehouse/protocol'
import type { IssuerMetadata } from '../../issuer/issuer-metadata.js'
import type { FeedOptions } from '../revocation-options.js'
import { IntrospectionSource } from '../introspection-source.js'
import { RevocationSource, type PresentedToken } from '../revocation-source.js'
import { FeedClient } from './feed-client.js'
import { FeedFollower } from './feed-follower.js'
import { RevocationList } from './revocation-list.js'

/** How long requests wait for the first catch-up after the start, in milliseconds. */
const START_WAIT_MS = 2_000
/** The server's heartbeat comes each 10 s; a connection is given this much where the bound leaves room for it. */
const HEARTBEAT_PATIENCE_MS = 12_000
const DEFAULT_MAX_ENTRIES = 500_000

/** What a source needs to know of its surroundings. */
export interface SourceSurroundings {
  metadata: IssuerMetadata
  now: () => Date
  clockSkewSeconds: number
  /** Milliseconds on a clock that nobody sets. Default: the process's own. */
  steadyMs?: () => number
}

/**
 * Knows every revocation from the feed of the authorization server, in memory: no call per request.
 *
 * Enforces: a token passes only if the list was confirmed complete within the bound; otherwise it is refused by 503, or
 * introspection is asked, as configured. A token that is known to be dead is refused in any case.
 *
 * @example
 * ```ts
 * const revocations = app.get(RevocationSource)
 * if (revocations instanceof FeedRevocationSource) {
 *   console.log(revocations.sequence, revocations.lastHeardAt, revocations.isCurrent)
 * }
 * ```
 */
export class FeedRevocationSource
  extends RevocationSource
  implements OnApplicationBootstrap, OnApplicationShutdown
{
  private readonly list: RevocationList
  private readonly follower: FeedFollower
  private readonly fallback: IntrospectionSource | undefined
  private readonly boundMs: number
  private begun: Promise<unknown> | undefined
  private onCaughtUp: () => void = () => undefined

  constructor(options: FeedOptions, { metadata, now, clockSkewSeconds, steadyMs }: SourceSurroundings) {
    super()
    const { clientId, clientSecret, whenSilent = 'refuse' } = options
    this.boundMs = (options.silenceBoundSeconds ?? 30) * 1000
    this.list = new RevocationList(options.maxEntries ?? DEFAULT_MAX_ENTRIES, clockSkewSeconds)
    this.follower = new FeedFollower(
      new FeedClient(options, metadata, now),
      this.list,
      {
        now,
        steadyMs: steadyMs ?? (() => performance.now()),
        stallMs: Math.min(this.boundMs, Math.max(this.boundMs / 2, HEARTBEAT_PATIENCE_MS)),
      },
      () => this.onCaughtUp(),
    )
    this.fallback =
      whenSilent === 'refuse'
        ? undefined
        : new IntrospectionSource({ clientId, clientSecret, ...whenSilent.introspection }, metadata, now)
  }

  /** Place in the list up to which every entry is known here, in decimal digits. */
  get sequence(): string {
    return this.follower.sequence.toString()
  }

  /** When the server last confirmed that nothing is missing; undefined before the first time. */
  get lastHeardAt(): Date | undefined {
    return this.follower.lastHeardAt
  }

  /** How many revocations are kept. */
  get entries(): number {
    return this.list.size
  }

  /** Whether tokens are judged by the list; false while the feed is silent beyond the bound. */
  get isCurrent(): boolean {
    return !this.list.isFull && this.follower.silentForMs() <= this.boundMs
  }

  onApplicationBootstrap(): void {
    const caughtUp = new Promise<void>((resolve) => (this.onCaughtUp = resolve))
    this.begun = Promise.race([caughtUp, sleep(START_WAIT_MS, undefined, { ref: false })])
    this.follower.start()
  }

  async onApplicationShutdown(): Promise<void> {
    await this.follower.stop()
  }

  override isRevoked(presented: PresentedToken): boolean | Promise<boolean> {
    if (this.isEnded(presented)) return true
    return this.isCurrent ? false : this.whileSilent(presented)
  }

  private isEnded({ claims, token }: PresentedToken): boolean {
    return this.list.ends(claims) || this.list.endsKeyOf(token)
  }

  private async whileSilent(presented: PresentedToken): Promise<boolean> {
    await this.begun
    if (this.isEnded(presented)) return true
    if (this.isCurrent) return false
    if (this.fallback) return this.fallback.isRevoked(presented)
    throw new OAuthError('temporarily_unavailable', {
      description: 'Whether the access token was revoked cannot be found out now. Try again shortly.',
    })
  }
}
