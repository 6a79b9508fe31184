import type { Readable } from 'node:stream'
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { Problem } from '../../http/problem.js'
import { isEndedBy } from '../../oauth/endpoints/revocation-feed/ended-by.js'
import { RevocationPump } from '../../oauth/endpoints/revocation-feed/revocation-pump.js'

/** A stream ends after this long, so that whoever lost a role meanwhile is asked for it again. */
const LIFETIME_MS = 60_000
const MOST_STREAMS = 50
/** Of one person by one client: a few windows of a console, and nobody is kept out by somebody else. */
const MOST_OF_ONE = 10

/**
 * The live streams of the admin API, of every kind.
 *
 * *Enforces*: a stream ends with its token, when that expires or is revoked, and after a minute at the latest; then token,
 * role and scope are asked for once more. There are never more than fifty in a process, ten for one caller.
 */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  private readonly open = new Map<Readable, { caller: string; ending: AbortController }>()

  constructor(
    private readonly revocations: RevocationPump,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens a stream, which ends when the signal says so.
   *
   * @param make makes the stream; it must end soon after the signal, and close when its reader leaves
   * @throws Problem conflict when too many are open
   */
  start(claims: AccessTokenClaims, make: (ending: AbortSignal) => Readable): Readable {
    const caller = JSON.stringify([claims.sub, claims.client_id])
    this.requireRoom(caller)
    const ending = new AbortController()
    const stream = make(ending.signal)
    const untilExpiry = claims.exp * 1000 - this.clock.now().getTime()
    const lifetime = setTimeout(() => ending.abort(), Math.max(0, Math.min(LIFETIME_MS, untilExpiry)))
    const unsubscribe = this.revocations.subscribe((entries) => {
      if (entries.some((entry) => isEndedBy(claims, entry))) ending.abort()
    })
    this.open.set(stream, { caller, ending })
    stream.once('close', () => {
      clearTimeout(lifetime)
      unsubscribe()
      this.open.delete(stream)
      ending.abort()
    })
    return stream
  }

  beforeApplicationShutdown(): void {
    for (const { ending } of this.open.values()) ending.abort()
  }

  private requireRoom(caller: string): void {
    const own = [...this.open.values()].filter((stream) => stream.caller === caller).length
    if (own >= MOST_OF_ONE) {
      throw new Problem('conflict', { detail: `You have ${own} streams open; close one.` })
    }
    if (this.open.size >= MOST_STREAMS) {
      throw new Problem('conflict', { detail: `${MOST_STREAMS} streams are open; try again later.` })
    }
  }
}
