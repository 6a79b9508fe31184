import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify, type JWK } from 'jose'

/** A request that was read whole. */
export interface Received {
  method: string
  /** Path and query. */
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** A server on a free port of the loopback address. */
export abstract class LocalServer {
  url = ''
  /** Everything that came, in order. */
  readonly received: Received[] = []
  /** Nonce that each proof must carry (RFC 9449 §8); undefined asks for none. */
  nonce: string | undefined
  private readonly sockets = new Set<Socket>()
  private readonly server = createServer((request, response) => void this.read(request, response))

  async start(): Promise<this> {
    this.server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
    })
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    return this
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  protected abstract answer(request: Received, response: ServerResponse): Promise<void> | void

  /** Thumbprint of the key that the request proves; undefined without a proof (RFC 9449 §4.3). */
  protected async provenKey(request: Received, accessToken?: string): Promise<string | undefined> {
    const proof = request.headers['dpop']
    if (typeof proof !== 'string') return undefined
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' })
    const ath = accessToken && createHash('sha256').update(accessToken).digest('base64url')
    const expected = { htm: request.method, htu: this.url + request.path.split('?')[0], ath }
    for (const [claim, value] of Object.entries(expected)) {
      if (payload[claim] !== value) throw new Error(`the proof has ${claim} ${String(payload[claim])}`)
    }
    if (this.nonce !== undefined && payload['nonce'] !== this.nonce) throw new NonceWanted()
    return calculateJwkThumbprint(protectedHeader.jwk as JWK)
  }

  private async read(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      return
    }
    const received = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    }
    this.received.push(received)
    try {
      await this.answer(received, response)
    } catch (error) {
      send(response, 500, { error: String(error) })
    }
  }
}

/** The proof lacks the nonce of the server. */
export class NonceWanted extends Error {}

export function send(
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: Record<string, string> = {},
): void {
  const type = typeof body === 'string' ? 'text/html' : 'application/json'
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
