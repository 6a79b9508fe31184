/** The input and options of one call, as `fetch` takes them. */
type FetchInput = string | URL | Request

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True for https, and for http to this machine: tokens never travel in the clear (RFC 6750 §5.3). */
export function isSafeForTokens(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))
}

/**
 * One call to an API, sent as often as the protocol asks for.
 *
 * *Enforces*: a stream is read as it is sent, and sent once; every other body can be sent again. A redirect is never
 * followed: the token and its proof are for this address (RFC 9449 §4.2).
 */
export class ApiRequest {
  readonly url: URL
  readonly method: string
  readonly signal: AbortSignal
  readonly #build: () => Request
  readonly #isRepeatable: boolean
  #next: Request | undefined

  /** @throws TypeError as `new Request` does, and when the URL is not safe for tokens */
  constructor(input: FetchInput, init: RequestInit = {}) {
    const wished = init.redirect ?? (input instanceof Request ? input.redirect : 'manual')
    const redirect = wished === 'error' ? 'error' : 'manual'
    this.#build = () => new Request(input instanceof Request ? input.clone() : input, { ...init, redirect })
    this.#isRepeatable = !isStream(init.body)
    this.#next = this.#build()
    this.url = new URL(this.#next.url)
    this.method = this.#next.method
    this.signal = this.#next.signal
    if (!isSafeForTokens(this.url)) {
      throw new TypeError(
        `TokenClient: a token is sent to https only, or to this machine: ${this.url.origin}`,
      )
    }
  }

  /** False once a stream was sent. */
  get canBeSent(): boolean {
    return this.#isRepeatable || this.#next !== undefined
  }

  /** A request to send; undefined when its body is a stream that was sent. */
  take(): Request | undefined {
    const request = this.#next ?? (this.#isRepeatable ? this.#build() : undefined)
    this.#next = undefined
    return request
  }
}

/** Streams and whatever else can be read only once, such as a Node stream. */
function isStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}
