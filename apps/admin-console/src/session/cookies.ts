/** Attributes of a cookie that only the server reads. @see RFC 6265 §4.1.2 */
export interface ServerCookieAttributes {
  readonly httpOnly: true
  readonly sameSite: 'lax'
  readonly secure: boolean
  readonly path: '/'
  /** Lifetime in seconds; 0 removes the cookie. */
  readonly maxAge: number
}

/** Sign-ins begun and not finished that one browser may have; a few tabs restored together need one each. */
export const MAX_PENDING_SIGN_INS = 5

/**
 * Names and attributes of the console's cookies, by its public URL.
 *
 * Enforces: with https the `__Host-` prefix and Secure, so that no other host or path can set or read them.
 * Never: depends on the Host header.
 *
 * @see RFC 6265bis §4.1.3.2
 */
export class ConsoleCookies {
  readonly #secure: boolean
  readonly #prefix: string

  /** Holds the session id. */
  readonly sessionName: string

  constructor(consoleUrl: URL) {
    this.#secure = consoleUrl.protocol === 'https:'
    this.#prefix = this.#secure ? '__Host-' : ''
    this.sessionName = `${this.#prefix}gatehouse-console`
  }

  /** Holds one sealed pending sign-in; each has its own cookie, so that tabs do not overwrite one another. */
  pendingSignInName(state: string): string {
    return `${this.#prefix}gatehouse-console-sign-in-${state.slice(0, 16)}`
  }

  /** True for the cookie of any pending sign-in. */
  isPendingSignIn(name: string): boolean {
    return name.startsWith(`${this.#prefix}gatehouse-console-sign-in-`)
  }

  attributes(lifetimeSeconds: number): ServerCookieAttributes {
    return { httpOnly: true, sameSite: 'lax', secure: this.#secure, path: '/', maxAge: lifetimeSeconds }
  }
}
