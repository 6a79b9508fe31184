import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RevocationFeedEntry } from '@gatehouse/token-types'

const PAGE = 1_000

/** An authorization server that offers nothing but metadata, tokens, introspection and the revocation feed. */
export class FeedServer {
  url = ''
  /** The list, as the database would hold it. */
  list: RevocationFeedEntry[] = []
  heartbeatMs = 40
  /** Streams say nothing at all. */
  mute = false
  /** Each entry comes twice. */
  twice = false
  /** Streams come byte by byte, with this pause between two; 0 for whole events. */
  trickleMs = 0
  /** Pages are answered this much later. */
  pageDelayMs = 0
  /** Status with which the next requests for the feed are refused. */
  refusals: number[] = []
  /** What introspection answers. */
  active = true
  /** What it says besides. */
  description: object = {}
  readonly asked = {
    tokens: [] as string[],
    pages: [] as string[],
    streams: [] as string[],
    introspections: 0,
    positions: [] as string[],
  }
  private readonly sockets = new Set<Socket>()
  private readonly streams = new Map<ServerResponse, { reached: bigint; sending: Promise<void> }>()
  private server = createServer()
  private timer: NodeJS.Timeout | undefined

  /** Listens on the port that it had before, or on a free one. */
  async start(): Promise<void> {
    const port = this.url === '' ? 0 : Number(new URL(this.url).port)
    this.server = createServer((request, response) => void this.answer(request, response))
    this.server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
    })
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    this.timer = setInterval(() => this.beat(), this.heartbeatMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    const closed = new Promise((resolve) => this.server.close(resolve))
    this.cut()
    await closed
  }

  /** Destroys every connection. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy()
    this.streams.clear()
  }

  /** How many streams somebody listens to. */
  get listeners(): number {
    return this.streams.size
  }

  get connections(): number {
    return this.sockets.size
  }

  /** Adds to the list and tells every stream. Each sequence follows the last by `step`. */
  revoke(values: readonly string[], change: Partial<RevocationFeedEntry> & { step?: number } = {}): void {
    const { step = 1, ...members } = change
    for (const value of values) {
      const sequence = (BigInt(this.list.at(-1)?.sequence ?? '0') + BigInt(step)).toString()
      const expires_at = Math.floor(Date.now() / 1000) + 3_600
      this.list.push({ sequence, claim: 'jti', value, revoked_at: Date.now() / 1000, expires_at, ...members })
    }
    for (const response of this.streams.keys()) this.tell(response)
  }

  /** Says something on every stream, such as what no honest server would. */
  say(text: string): void {
    for (const response of this.streams.keys()) response.write(text)
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url)
    const json = (value: object, status = 200) => response.writeHead(status).end(JSON.stringify(value))
    if (pathname === '/.well-known/oauth-authorization-server')
      return void json({
        issuer: this.url,
        token_endpoint: `${this.url}/token`,
        introspection_endpoint: `${this.url}/introspect`,
        revocation_feed_endpoint: `${this.url}/revocations`,
      })
    if (pathname === '/introspect') {
      this.asked.introspections += 1
      return void json({ ...this.description, active: this.active })
    }
    if (pathname === '/token') {
      const body: Buffer[] = []
      for await (const chunk of request) body.push(chunk as Buffer)
      this.asked.tokens.push(`${request.headers.authorization} ${Buffer.concat(body).toString()}`)
      return void json({
        access_token: `token-${this.asked.tokens.length}`,
        token_type: 'Bearer',
        expires_in: 900,
      })
    }
    if (pathname === '/revocations/position') {
      const body: Buffer[] = []
      for await (const chunk of request) body.push(chunk as Buffer)
      this.asked.positions.push(Buffer.concat(body).toString())
      return void response.writeHead(204).end()
    }
    const refusal = this.refusals.shift()
    if (refusal !== undefined) return void json({ error: 'refused' }, refusal)
    if (request.headers.accept !== 'text/event-stream')
      return this.page(BigInt(searchParams.get('after') ?? '0'), request, json)
    this.asked.streams.push(String(request.headers['last-event-id']))
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).flushHeaders()
    const reached = BigInt(String(request.headers['last-event-id'] ?? '0'))
    this.streams.set(response, { reached, sending: Promise.resolve() })
    response.once('close', () => this.streams.delete(response))
    if (this.mute) return
    this.tell(response)
    this.beat(response)
  }

  private async page(
    after: bigint,
    request: IncomingMessage,
    json: (page: object) => unknown,
  ): Promise<void> {
    this.asked.pages.push(`${request.headers.authorization} ${after}`)
    if (this.pageDelayMs > 0) await sleep(this.pageDelayMs)
    const from = this.list.findIndex(({ sequence }) => BigInt(sequence) > after)
    const revocations = from === -1 ? [] : this.list.slice(from, from + PAGE)
    const sequence = revocations.at(-1)?.sequence ?? after.toString()
    json({ sequence, more: revocations.length === PAGE, revocations })
  }

  private tell(response: ServerResponse): void {
    const stream = this.streams.get(response)
    if (!stream || this.mute) return
    for (const entry of this.list.filter(({ sequence }) => BigInt(sequence) > stream.reached)) {
      const text = `id: ${entry.sequence}\nevent: revocation\ndata: ${JSON.stringify(entry)}\n\n`
      stream.reached = BigInt(entry.sequence)
      this.send(response, this.twice ? text + text : text)
    }
  }

  private beat(only?: ServerResponse): void {
    if (this.mute) return
    for (const response of only ? [only] : this.streams.keys()) {
      const { reached } = this.streams.get(response) ?? {}
      this.send(response, `event: heartbeat\ndata: {"sequence":"${reached}"}\n\n`)
    }
  }

  private send(response: ServerResponse, text: string): void {
    const stream = this.streams.get(response)
    if (!stream) return
    if (this.trickleMs === 0) response.write(text)
    else
      stream.sending = stream.sending.then(async () => {
        for (const character of text) {
          if (response.destroyed) return
          response.write(character)
          await sleep(this.trickleMs)
        }
      })
  }
}
