import { Injectable } from '@nestjs/common'
import { FeedFollowerStore, RevocationStore, type SequencedRevocation } from '@gatehouse/data-access'
import { OAuthError } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { Clock } from '../../../config/clock.js'
import { Settings } from '../../../config/settings.js'
import type { IncomingRequest } from '../../../http/incoming-request.js'
import { PresentedTokens } from '../../tokens/presented-tokens.js'
import { FeedStream } from './feed-stream.js'
import { isEndedBy } from './ended-by.js'
import { feedEntry, type FeedPage } from './feed-entry.js'
import { RevocationPump } from './revocation-pump.js'

/** Scope that lets a resource server read the feed. */
const FEED_SCOPE = 'revocations:read'
const PAGE = 1_000
/** Resource servers that one process serves at once. */
const MAX_STREAMS = 1_000

/**
 * Tells resource servers what was revoked: page by page, or live.
 *
 * *Enforces*: only a token for this very endpoint with its scope; a stream ends with its token, when that expires or is revoked.
 */
@Injectable()
export class RevocationFeedService {
  private readonly streams = new Set<FeedStream>()

  constructor(
    private readonly tokens: PresentedTokens,
    private readonly store: RevocationStore,
    private readonly followers: FeedFollowerStore,
    private readonly pump: RevocationPump,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @throws OAuthError invalid_token, insufficient_scope (RFC 6750 §3.1) */
  async authorize(incoming: IncomingRequest): Promise<AccessTokenClaims> {
    const claims = await this.tokens.require(incoming)
    if (claims.aud !== this.settings.url('/oauth2/revocations')) {
      throw new OAuthError('invalid_token', {
        description: 'The access token is not for this endpoint',
        detail: {
          rule: 'access_token.audience',
          expected: `a token for ${this.settings.url('/oauth2/revocations')}`,
          reference: 'RFC 6750 §3.1',
        },
      })
    }
    if (claims.scope?.split(' ').includes(FEED_SCOPE)) return claims
    throw new OAuthError('insufficient_scope', {
      description: `The token lacks the scope ${FEED_SCOPE}`,
      detail: {
        rule: 'revocation_feed.scope',
        expected: FEED_SCOPE,
        got: claims.scope ?? '',
        reference: 'RFC 6750 §3.1',
      },
    })
  }

  /** What follows a place in the list. */
  async page(after: bigint): Promise<FeedPage> {
    const entries = await this.store.after(after, this.clock.now(), PAGE)
    const last = entries.at(-1)?.sequence ?? after
    return { sequence: last.toString(), more: entries.length === PAGE, revocations: entries.map(feedEntry) }
  }

  /**
   * A live stream that begins after a place in the list. It is subscribed before the past is read, so that nothing falls
   * between the two.
   *
   * @throws OAuthError temporarily_unavailable when too many streams are open
   */
  stream(after: bigint, claims: AccessTokenClaims): FeedStream {
    if (this.streams.size >= MAX_STREAMS) {
      throw new OAuthError('temporarily_unavailable', {
        description: 'Too many resource servers listen to this server',
        detail: { rule: 'revocation_feed.full', expected: `at most ${MAX_STREAMS}` },
      })
    }
    const livesForMs = claims.exp * 1000 - this.clock.now().getTime()
    const stream = new FeedStream(after, livesForMs)
    const unsubscribe = this.pump.subscribe((entries, isComplete) => {
      stream.add(entries)
      if (isComplete) stream.confirm()
      if (!entries.some((entry) => isEndedBy(claims, entry))) return
      unsubscribe()
      stream.end()
    })
    this.streams.add(stream)
    stream.once('close', () => {
      unsubscribe()
      this.streams.delete(stream)
    })
    this.catchUp(stream, after).catch((error: unknown) => stream.destroy(error as Error))
    return stream
  }

  /** Notes how far an instance of an API says that it got. */
  async acknowledge(
    clientId: string,
    instance: string,
    position: bigint,
    ipAddress: string | null | undefined,
  ): Promise<void> {
    await this.followers.note({
      clientId,
      instance,
      ipAddress: ipAddress ?? undefined,
      position,
      now: this.clock.now(),
    })
  }

  /** Ends every stream, so that the process can stop; resource servers come back to another. */
  closeStreams(): void {
    for (const stream of this.streams) stream.end()
  }

  private async catchUp(stream: FeedStream, after: bigint): Promise<void> {
    let from = after
    let entries: SequencedRevocation[]
    do {
      entries = await this.store.after(from, this.clock.now(), PAGE)
      from = entries.at(-1)?.sequence ?? from
      await stream.tell(entries)
    } while (entries.length === PAGE && !stream.destroyed)
    stream.goLive()
  }
}
