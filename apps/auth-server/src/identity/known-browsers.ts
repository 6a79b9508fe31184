import { createHmac, randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Settings } from '../config/settings.js'
import type { AnswerCookie } from '../http/answer.js'
import { CookieNames } from '../http/cookies.js'
import type { IncomingRequest } from '../http/incoming-request.js'
import { accountKeyOf } from './sign-in-throttle.js'

/** Accounts that one browser is remembered for; the oldest goes first. */
const MAX_ACCOUNTS = 5
const LIFETIME_SECONDS = 31_536_000

/**
 * Remembers, in the browser alone, who signed in there before. Guesses from everywhere may spend what an account has
 * for the whole world, but not what it has for the browsers that its person uses: nobody is locked out for good.
 *
 * *Enforces*: the mark is an HMAC over the account, so nobody makes one without having signed in; it opens nothing.
 */
@Injectable()
export class KnownBrowsers {
  constructor(
    private readonly settings: Settings,
    private readonly cookies: CookieNames,
  ) {}

  /** The browser's mark for this login name, when somebody signed in with it here before. */
  markOf(request: IncomingRequest, login: string): string | undefined {
    return this.marks(request).find((mark) => this.isFor(mark, login))
  }

  /** The cookie that remembers this login name too. */
  remember(request: IncomingRequest, login: string): AnswerCookie {
    const others = this.marks(request).filter((other) => !this.isFor(other, login))
    const value = [this.mark(login, randomBytes(12).toString('base64url')), ...others]
      .slice(0, MAX_ACCOUNTS)
      .join('.')
    return { name: this.cookies.known, value, maxAgeSeconds: LIFETIME_SECONDS }
  }

  private marks(request: IncomingRequest): string[] {
    return (request.cookie(this.cookies.known) ?? '')
      .split('.')
      .filter((mark) => /^[\w-]{16}~[\w-]{43}$/u.test(mark))
  }

  private isFor(mark: string, login: string): boolean {
    return mark === this.mark(login, mark.slice(0, mark.indexOf('~')))
  }

  /** @param nonce tells browsers apart, so that each has tries of its own */
  private mark(login: string, nonce: string): string {
    const proof = createHmac('sha256', this.settings.secrets.cookieSecret)
      .update(`known browser ${nonce} ${accountKeyOf(login)}`)
      .digest('base64url')
    return `${nonce}~${proof}`
  }
}
