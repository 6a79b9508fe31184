import { Readable } from 'node:stream'
import { Injectable, Logger } from '@nestjs/common'
import { RevocationStore, type SequencedRevocation } from '@gatehouse/data-access'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { RevocationPump } from '../../oauth/endpoints/revocation-feed/revocation-pump.js'
import { LiveStreams } from '../route/live-streams.js'
import { revocationView } from './revocation-view.js'

const HEARTBEAT_MS = 10_000
/** Events that wait for a reader who is too slow; beyond it the stream ends. */
const MOST_WAITING_BYTES = 262_144

/**
 * What is revoked, for whoever watches the console: each entry with the name of whom it stands for. Watching, not
 * following: nothing is repeated, and an API must not rely on it.
 */
@Injectable()
export class LiveRevocations {
  private readonly logger = new Logger('revocations')

  constructor(
    private readonly pump: RevocationPump,
    private readonly revocations: RevocationStore,
    private readonly streams: LiveStreams,
  ) {}

  /** Events from now on. @throws Problem conflict when too many watch */
  follow(claims: AccessTokenClaims): Readable {
    return this.streams.start(claims, (ending) => this.listen(ending))
  }

  private listen(ending: AbortSignal): Readable {
    const stream = new Readable({ read: () => undefined })
    const say = (event: string, data: object, id?: string) => {
      if (stream.readableLength > MOST_WAITING_BYTES) stream.destroy()
      if (stream.destroyed || stream.readableEnded) return
      stream.push(
        `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
      )
    }
    const heartbeat = setInterval(
      () => say('heartbeat', { sequence: this.pump.sequence.toString() }),
      HEARTBEAT_MS,
    )
    const unsubscribe = this.pump.subscribe((entries) => {
      if (entries.length > 0) this.tell(entries, say)
    })
    ending.addEventListener('abort', () => {
      clearInterval(heartbeat)
      unsubscribe()
      if (!stream.destroyed) stream.push(null)
    })
    say('heartbeat', { sequence: this.pump.sequence.toString() })
    return stream
  }

  private tell(
    entries: readonly SequencedRevocation[],
    say: (event: string, data: object, id: string) => void,
  ): void {
    this.revocations
      .named(entries.map(({ sequence }) => sequence))
      .then((named) => {
        for (const entry of named) say('revocation', revocationView(entry), entry.id)
      })
      .catch((error: unknown) => this.logger.warn({ msg: 'Names cannot be read', error: String(error) }))
  }
}
