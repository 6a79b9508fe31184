import { randomInt } from 'node:crypto'
import type pg from 'pg'
import { clientFor } from './database.js'

/** Longest pause between two tries to connect again, in milliseconds. */
const MAX_PAUSE_MS = 5_000
/** Silence after which the connection is asked whether it still lives, in milliseconds. */
const PROBE_EVERY_MS = 10_000

/** What a listener reports. */
export interface NotificationHandlers {
  /** A notification arrived; its payload is a hint, the table is the truth. */
  onNotification: (payload: string) => void
  /** The connection stands (again): whatever was said meanwhile was missed, so look. */
  onConnected: () => void
  /** The connection was lost; it is tried again by itself. */
  onLost: (error: Error) => void
}

/**
 * Listens on a PostgreSQL channel over a connection of its own, which comes back by itself with rising pauses and some
 * chance in them, so that many servers do not return at the same moment.
 *
 * @see PostgreSQL LISTEN
 */
export class NotificationListener {
  private client: pg.Client | undefined
  private timer: NodeJS.Timeout | undefined
  private failures = 0
  private closed = false

  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly handlers: NotificationHandlers,
  ) {}

  /** Resolves when the first try is over; later ones go on in the background. */
  async start(): Promise<void> {
    try {
      const client = await clientFor(this.url)
      if (this.closed) return await client.end()
      this.client = client
      client.on('notification', ({ payload }) => this.handlers.onNotification(payload ?? ''))
      client.on('error', (error) => this.lose(client, error))
      client.on('end', () => this.lose(client, new Error('the connection ended')))
      await client.query(`LISTEN ${client.escapeIdentifier(this.channel)}`)
      this.failures = 0
      this.timer = setInterval(() => void this.probe(client), PROBE_EVERY_MS)
      this.timer.unref()
      this.handlers.onConnected()
    } catch (error) {
      const lost = error instanceof Error ? error : new Error(String(error))
      if (this.client) this.lose(this.client, lost)
      else this.retry(lost)
    }
  }

  async close(): Promise<void> {
    this.closed = true
    clearInterval(this.timer)
    await this.client?.end()
  }

  /** A peer that vanished without a word is noticed only by asking. */
  private async probe(client: pg.Client): Promise<void> {
    const answered = client.query('SELECT 1').then(() => true)
    const silent = new Promise<false>((resolve) =>
      setTimeout(() => resolve(false), PROBE_EVERY_MS / 2).unref(),
    )
    const alive = await Promise.race([answered, silent]).catch(() => false)
    if (!alive) this.lose(client, new Error('the connection is silent'))
  }

  private lose(client: pg.Client, error: Error): void {
    if (this.client !== client) return
    this.client = undefined
    client.end().catch(() => undefined)
    this.retry(error)
  }

  private retry(error: Error): void {
    clearInterval(this.timer)
    if (this.closed) return
    this.handlers.onLost(error)
    const ceiling = Math.min(100 * 2 ** this.failures, MAX_PAUSE_MS)
    this.failures += 1
    this.timer = setTimeout(() => void this.start(), randomInt(ceiling / 2, ceiling + 1))
    this.timer.unref()
  }
}
