import { Readable } from 'node:stream'
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common'
import { RevocationStore, type SequencedRevocation } from '@gatehouse/data-access'
import { Problem } from '../../http/problem.js'
import { RevocationPump } from '../../oauth/endpoints/revocation-feed/revocation-pump.js'
import { revocationView } from './revocation-view.js'

const HEARTBEAT_MS = 10_000
/** A stream ends after this long, so that whoever lost a role or a token meanwhile is asked for it again. */
const LIFETIME_MS = 60_000
const MOST_STREAMS = 50
/** Events that wait for a reader who is too slow; beyond it the stream ends. */
const MOST_WAITING_BYTES = 262_144

/**
 * What is revoked, for whoever watches the console: each entry with the name of whom it stands for. Watching, not
 * following: nothing is repeated, and an API must not rely on it.
 *
 * *Enforces*: a stream lasts a minute; then token, role and scope are asked for once more.
 */
@Injectable()
export class LiveRevocations implements BeforeApplicationShutdown {
  private readonly logger = new Logger('revocations')
  private readonly streams = new Set<Readable>()

  constructor(
    private readonly pump: RevocationPump,
    private readonly revocations: RevocationStore,
  ) {}

  /** Events from now on. @throws Problem conflict when too many watch */
  follow(): Readable {
    if (this.streams.size >= MOST_STREAMS) {
      throw new Problem('conflict', { detail: `${MOST_STREAMS} streams are open; close one.` })
    }
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
    const end = setTimeout(() => stream.push(null), LIFETIME_MS)
    this.streams.add(stream)
    stream.once('close', () => {
      clearInterval(heartbeat)
      clearTimeout(end)
      unsubscribe()
      this.streams.delete(stream)
    })
    say('heartbeat', { sequence: this.pump.sequence.toString() })
    return stream
  }

  beforeApplicationShutdown(): void {
    for (const stream of this.streams) stream.destroy()
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
