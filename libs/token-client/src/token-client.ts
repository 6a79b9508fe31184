import { EventEmitter } from 'node:events'
import { emitWarning } from 'node:process'
import { ApiRequest } from './api-request.js'
import { sendWithToken, type ApiAnswer } from './api-sender.js'
import { heldToken, type HeldToken } from './held-token.js'
import { requestFailure } from './request-failure.js'
import { targetName, type Target } from './target.js'
import type { TokenClientEvents } from './token-client-events.js'
import { checkedSettings, type TokenClientOptions, type TokenClientSettings } from './token-client-options.js'
import { TokenRequestFailed } from './token-request-failed.js'
import { TokenRequests } from './token-requests.js'
import { orAborted, pause, whileAwake } from './waiting.js'

/** Pauses between tries, in milliseconds; each is spread by chance. */
const PAUSES_MS = [150, 400, 1_000, 2_000]
/** A server that asks to wait longer than this is not waited for. */
const LONGEST_WAIT_MS = 5_000
/** After a failed renewal the living token is used this long before the next try. */
const RENEWAL_PAUSE_MS = 5_000
/** An API that refused a brand-new token is not brought another one for this long. */
const REPLACEMENT_PAUSE_MS = 5_000

/**
 * Gets access tokens for calls from Node, and renews them before they end.
 *
 * *Enforces*: one token request in flight for each target; a token that still lives is used while its successor is
 * fetched; a lost answer is asked for again with the same refresh token, which the server answers the same way.
 * *Never*: a token or a secret in an event, an error, or what `console.log` shows of the client.
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
  readonly #settings: TokenClientSettings
  readonly #requests: TokenRequests
  readonly #held = new Map<string, HeldToken>()
  /** Obtained, but the refresh token that came with it is not kept yet. */
  readonly #unkept = new Map<string, HeldToken>()
  readonly #flights = new Map<string, Promise<HeldToken>>()
  /** When a replacement was refused too. */
  readonly #fruitless = new Map<string, number>()
  #queue: Promise<unknown> = Promise.resolve()

  /** @throws Error that names the option that is wrong */
  constructor(options: TokenClientOptions) {
    super()
    this.#settings = checkedSettings(options)
    this.#requests = new TokenRequests(this.#settings, options)
  }

  /**
   * A token that lives, from memory where possible. With DPoP on it is of use only together with a proof, as `fetch`
   * makes it.
   *
   * @throws TokenRequestFailed when there is none and none could be obtained
   */
  async token(target: Target = {}): Promise<string> {
    const key = targetName(target)
    const held = this.#held.get(key)
    if (!held || this.#now() >= held.endsAt) return (await whileAwake(this.#renew(key, target))).accessToken
    if (this.#now() >= held.renewAt) this.#renewBehind(key, target)
    return held.accessToken
  }

  /**
   * `fetch` with the token, and with a DPoP proof where that is on. A token that the API refuses with 401 is replaced
   * once, and the call made again; a body that is a stream is sent only once. A redirect is handed back, not followed:
   * token and proof are for one address.
   *
   * @throws TokenRequestFailed as `token` does; TypeError and the reason of an abort, as `fetch` does
   * @see RFC 6750 §2.1, RFC 9449 §7
   */
  async fetch(
    input: string | URL | Request,
    init: RequestInit & { target?: Target } = {},
  ): Promise<Response> {
    const { target = {}, ...rest } = init
    const call = new ApiRequest(input, rest)
    call.signal.throwIfAborted()
    const key = targetName(target)
    const first = await this.#send(call, target)
    if (!first.refusesToken) return first.response
    this.#report('refused', { target: key, status: first.response.status })
    if (this.#now() < (this.#fruitless.get(key) ?? 0) + REPLACEMENT_PAUSE_MS) return first.response
    this.#forget(key, first.accessToken)
    if (!call.canBeSent) return first.response
    await first.response.body?.cancel()
    const second = await this.#send(call, target)
    if (second.refusesToken) this.#fruitless.set(key, this.#now())
    else this.#fruitless.delete(key)
    return second.response
  }

  #now(): number {
    return this.#settings.now().getTime()
  }

  /** What a listener throws is a warning of the process; it breaks no call. */
  #report<K extends keyof TokenClientEvents>(event: K, ...details: TokenClientEvents[K]): void {
    try {
      this.emit<keyof TokenClientEvents>(event, ...details)
    } catch (error) {
      const { message, stack = '' } = error as Error
      emitWarning(message, { type: 'TokenClientListenerFailed', detail: stack })
    }
  }

  async #send(call: ApiRequest, target: Target): Promise<ApiAnswer & { accessToken: string }> {
    const accessToken = await orAborted(this.token(target), call.signal)
    return { ...(await sendWithToken(call, accessToken, await this.#requests.dpop())), accessToken }
  }

  /** Forgets a token that an API refused, unless it was replaced meanwhile. */
  #forget(key: string, refused: string): void {
    if (this.#held.get(key)?.accessToken === refused) this.#held.delete(key)
  }

  /** Whoever calls meanwhile is served at once; a renewal that fails is reported, and made again after a pause. */
  #renewBehind(key: string, target: Target): void {
    this.#renew(key, target).catch(() => {
      const held = this.#held.get(key)
      if (held) this.#held.set(key, { ...held, renewAt: this.#now() + this.#spread(RENEWAL_PAUSE_MS) })
    })
  }

  #renew(key: string, target: Target): Promise<HeldToken> {
    const flight = this.#flights.get(key)
    if (flight) return flight
    const started = this.#inTurn(() => this.#renewNow(key, target)).finally(() => this.#flights.delete(key))
    this.#flights.set(key, started)
    return started
  }

  /** Refreshes share one refresh token, so each waits for the one before. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#requests.areSerial) return work()
    const turn = this.#queue.then(work)
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async #renewNow(key: string, target: Target): Promise<HeldToken> {
    const waiting = this.#unkept.get(key)
    const held = waiting && this.#now() < waiting.endsAt ? waiting : await this.#obtain(key, target)
    this.#unkept.set(key, held)
    await this.#requests.keepRotation().catch((error: unknown) => this.#fail(key, error))
    this.#unkept.delete(key)
    this.#held.set(key, held)
    return held
  }

  async #obtain(key: string, target: Target): Promise<HeldToken> {
    const settings = this.#settings
    for (let tries = 1; ; tries += 1) {
      const requestedAt = settings.now()
      try {
        const { accessToken, expiresInSeconds } = await this.#requests.obtain(target)
        const durationMs = this.#now() - requestedAt.getTime()
        this.#report('token', { target: key, expiresInSeconds, durationMs, tries })
        return heldToken(accessToken, expiresInSeconds, requestedAt, settings)
      } catch (cause) {
        const { error, isFinal, waitMs } = await requestFailure(cause, settings.now())
        if (isFinal || tries >= settings.tries || waitMs > LONGEST_WAIT_MS) return this.#fail(key, error)
        this.#report('retry', { target: key, tries, error })
        await pause(Math.max(waitMs, this.#spread(PAUSES_MS[tries - 1] ?? LONGEST_WAIT_MS)))
      }
    }
  }

  #fail(key: string, reason: unknown): never {
    const { message, code, status, cause } = reason as TokenRequestFailed
    const error = new TokenRequestFailed(
      `No access token from ${this.#settings.issuer}: ${message}`,
      code,
      status,
      cause === undefined ? undefined : { cause },
    )
    this.#report('failure', { target: key, error })
    throw error
  }

  #spread(ms: number): number {
    return ms * (0.5 + this.#settings.random() / 2)
  }
}
