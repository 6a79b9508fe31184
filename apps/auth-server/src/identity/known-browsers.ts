import { createHmac } from 'node:crypto'
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

  /** True when somebody signed in with this login name in this browser before. */
  knows(request: IncomingRequest, login: string): boolean {
    return this.marks(request).includes(this.mark(login))
  }

  /** The cookie that remembers this login name too. */
  remember(request: IncomingRequest, login: string): AnswerCookie {
    const mark = this.mark(login)
    const others = this.marks(request).filter((other) => other !== mark)
    const value = [mark, ...others].slice(0, MAX_ACCOUNTS).join('.')
    return { name: this.cookies.known, value, maxAgeSeconds: LIFETIME_SECONDS }
  }

  private marks(request: IncomingRequest): string[] {
    return (request.cookie(this.cookies.known) ?? '').split('.').filter((mark) => /^[\w-]{43}$/u.test(mark))
  }

  private mark(login: string): string {
    return createHmac('sha256', this.settings.secrets.cookieSecret)
      .update(`known browser ${accountKeyOf(login)}`)
      .digest('base64url')
  }
}
