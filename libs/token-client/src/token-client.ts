import { EventEmitter } from 'node:events'
import { ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client'
import { heldToken, type HeldToken } from './held-token.js'
import { checkedSettings, type TokenClientOptions, type TokenClientSettings } from './token-client-options.js'
import type { TokenClientEvents } from './token-client-events.js'
import { TokenRequestFailed } from './token-request-failed.js'
import { TokenRequests, type TokenParameters } from './token-requests.js'

/** Which API a token is for, and what it may do there. One token is held for each. */
export type Target = TokenParameters

/** Pauses between tries, in milliseconds; each is spread by chance. */
const PAUSES_MS = [150, 400, 1_000, 2_000]

/**
 * Gets access tokens for calls from Node, and renews them before they end.
 *
 * *Enforces*: one token request in flight for each target; a token that still lives is used while its successor is
 * fetched; a lost answer is asked for again with the same refresh token, which the server answers the same way.
 *
 * @example
 * ```ts
 * import { TokenClient } from '@gatehouse/token-client'
 *
 * const client = new TokenClient({
 *   issuer: 'https://id.example.com',
 *   clientId: 'billing',
 *   authentication: { method: 'client_secret_basic', clientSecret: 'from your secret store' },
 * })
 * const bank = { resource: 'https://bank.example.com', scope: 'accounts:read' }
 * const response = await client.fetch('https://bank.example.com/accounts', { target: bank })
 * ```
 */
export class TokenClient extends EventEmitter<TokenClientEvents> {
  private readonly settings: TokenClientSettings
  private readonly requests: TokenRequests
  private readonly held = new Map<string, HeldToken>()
  private readonly flights = new Map<string, Promise<HeldToken>>()
  private queue: Promise<unknown> = Promise.resolve()

  /** @throws Error that names the option that is wrong */
  constructor(options: TokenClientOptions) {
    super()
    this.settings = checkedSettings(options)
    this.requests = new TokenRequests(this.settings, options.refreshToken, options.onRefreshTokenRotated)
  }

  /**
   * A token that lives, from memory where possible.
   *
   * @throws TokenRequestFailed when there is none and none could be obtained
   */
  async token(target: Target = {}): Promise<string> {
    const key = keyOf(target)
    const now = this.settings.now().getTime()
    const held = this.held.get(key)
    if (!held || now >= held.endsAt) return (await this.renew(key, target)).accessToken
    // Whoever comes now is served at once; a renewal that fails is reported and tried at the next call.
    if (now >= held.renewAt) this.renew(key, target).catch(() => undefined)
    return held.accessToken
  }

  /**
   * `fetch` with the token, and with a DPoP proof where that is on. A token that the API refuses with 401 is replaced
   * once; a body that is a stream is sent only once.
   *
   * @throws TokenRequestFailed as `token` does; TypeError when the API is not reached, as `fetch` does
   * @see RFC 6750 §2.1, RFC 9449 §7
   */
  async fetch(
    input: string | URL | Request,
    init: RequestInit & { target?: Target } = {},
  ): Promise<Response> {
    const { target = {}, ...rest } = init
    const request = new Request(input, rest)
    const isStream = (init.body ?? null) instanceof ReadableStream
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
    const used = await this.token(target)
    const response = await this.send(used, request, body)
    if (response.status !== 401 || isStream) return response
    this.emit('refused', { target: keyOf(target), status: response.status })
    this.forget(target, used)
    await response.body?.cancel()
    return this.send(await this.token(target), request, body)
  }

  /** Forgets a token that an API refused, unless it was replaced meanwhile. */
  private forget(target: Target, refused: string): void {
    const key = keyOf(target)
    if (this.held.get(key)?.accessToken === refused) this.held.delete(key)
  }

  private async send(accessToken: string, request: Request, body: Uint8Array | undefined): Promise<Response> {
    try {
      return await this.requests.send(accessToken, request, body)
    } catch (error) {
      if (error instanceof WWWAuthenticateChallengeError) return error.response
      throw error
    }
  }

  private renew(key: string, target: Target): Promise<HeldToken> {
    const flight = this.flights.get(key)
    if (flight) return flight
    const started = this.inTurn(() => this.obtain(key, target)).finally(() => this.flights.delete(key))
    this.flights.set(key, started)
    return started
  }

  /** Refreshes share one refresh token, so each waits for the one before. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (!this.requests.areSerial) return work()
    const turn = this.queue.then(work)
    this.queue = turn.catch(() => undefined)
    return turn
  }

  private async obtain(key: string, target: Target): Promise<HeldToken> {
    const { settings } = this
    for (let tries = 1; ; tries += 1) {
      const requestedAt = settings.now()
      try {
        const { accessToken, expiresInSeconds } = await this.requests.obtain(target)
        const held = heldToken(accessToken, expiresInSeconds, requestedAt, settings)
        this.held.set(key, held)
        const durationMs = settings.now().getTime() - requestedAt.getTime()
        this.emit('token', { target: key, expiresInSeconds, durationMs, tries })
        return held
      } catch (cause) {
        const error = cause instanceof Error ? cause : new Error(String(cause))
        if (tries >= settings.tries || !isWorthAnotherTry(error)) throw this.failed(key, error)
        this.emit('retry', { target: key, tries, error })
        await this.pause(tries)
      }
    }
  }

  private failed(key: string, cause: Error): TokenRequestFailed {
    const code = cause instanceof ResponseBodyError ? cause.error : undefined
    const description = cause instanceof ResponseBodyError ? cause.error_description : cause.message
    const error = new TokenRequestFailed(
      `No access token from ${this.settings.issuer}: ${description ?? code}`,
      code,
      { cause },
    )
    this.emit('failure', { target: key, error })
    return error
  }

  private pause(tries: number): Promise<void> {
    const longest = PAUSES_MS[Math.min(tries, PAUSES_MS.length) - 1] ?? 0
    return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + this.settings.random() / 2)))
  }
}

/** What the server said is final; a server that is overloaded, away or unreachable is not. */
function isWorthAnotherTry(error: Error): boolean {
  if (!(error instanceof ResponseBodyError)) return true
  return error.status >= 500 || error.status === 429
}

function keyOf({ resource = '', scope = '' }: Target): string {
  return `${resource} ${scope.split(' ').filter(Boolean).sort().join(' ')}`.trim()
}
