import { isRefusal } from './request-failure.js'
import { targetName, type Target } from './target.js'
import { TokenRequestFailed } from './token-request-failed.js'

/** The part of a token response that moves the chain on. */
interface Rotation {
  refresh_token?: string
}

/**
 * The refresh token in use, as the server rotates it (RFC 9700 §4.14.2).
 *
 * *Enforces*: a rotated token is handed over to be kept before another one is asked for; a request whose answer was lost
 * is made again unchanged before any other, because only then does the server answer it the same way.
 */
export class RefreshChain {
  #current: string
  #unkept: string | undefined
  #unanswered: Target | undefined
  readonly #onRotated: ((refreshToken: string) => void | Promise<void>) | undefined

  /** @param onRotated keeps a rotated token; what it throws is thrown by `keep`, which then asks it again */
  constructor(first: string, onRotated?: (refreshToken: string) => void | Promise<void>) {
    this.#current = first
    this.#onRotated = onRotated
  }

  /**
   * One refresh. Must not run beside another of the same chain.
   *
   * @param ask sends the token with the parameters of a target
   * @throws TokenRequestFailed when the last rotated token could not be kept; what `ask` throws
   */
  async refresh<T extends Rotation>(
    target: Target,
    ask: (refreshToken: string, target: Target) => Promise<T>,
  ): Promise<T> {
    await this.keep()
    if (this.#unanswered && targetName(this.#unanswered) !== targetName(target)) {
      await this.#step(this.#unanswered, ask)
      await this.keep()
    }
    return this.#step(target, ask)
  }

  /**
   * True afterwards: the token in use is the one that was handed over last.
   *
   * @throws TokenRequestFailed when the callback failed; the token stays in use and is handed over again
   */
  async keep(): Promise<void> {
    if (this.#unkept === undefined) return
    try {
      await this.#onRotated?.(this.#unkept)
    } catch (cause) {
      throw new TokenRequestFailed(
        'onRefreshTokenRotated failed; it is called again before the next token is used',
        undefined,
        undefined,
        { cause },
      )
    }
    this.#unkept = undefined
  }

  async #step<T extends Rotation>(
    target: Target,
    ask: (token: string, target: Target) => Promise<T>,
  ): Promise<T> {
    this.#unanswered = target
    try {
      const response = await ask(this.#current, target)
      this.#unanswered = undefined
      const { refresh_token: rotated = this.#current } = response
      if (rotated !== this.#current) this.#current = this.#unkept = rotated
      return response
    } catch (error) {
      if (isRefusal(error)) this.#unanswered = undefined
      throw error
    }
  }
}
