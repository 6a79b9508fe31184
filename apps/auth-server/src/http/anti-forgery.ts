import { createHmac, randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { equalBytes, OAuthError } from '@gatehouse/protocol'
import { Settings } from '../config/settings.js'
import type { AnswerCookie } from './answer.js'
import { CookieNames } from './cookies.js'
import type { IncomingRequest } from './incoming-request.js'

/**
 * Ties forms to the browser that got them. A browser has one random secret in a cookie; each form carries its HMAC for
 * the form's own purpose.
 *
 * *Enforces*: a posted form comes from our own page, by `Origin` or `Sec-Fetch-Site`, and carries the token of this
 * browser and this purpose.
 */
@Injectable()
export class AntiForgery {
  constructor(
    private readonly settings: Settings,
    private readonly cookies: CookieNames,
  ) {}

  /** The browser's secret, or undefined when it has none yet. */
  browserSecret(request: IncomingRequest): string | undefined {
    const value = request.cookie(this.cookies.browser)
    return value && /^[\w-]{43}$/u.test(value) ? value : undefined
  }

  /** The browser's secret, with the cookie to set when it is new. */
  ensureBrowserSecret(request: IncomingRequest): { secret: string; cookie?: AnswerCookie } {
    const known = this.browserSecret(request)
    if (known) return { secret: known }
    const secret = randomBytes(32).toString('base64url')
    return { secret, cookie: { name: this.cookies.browser, value: secret, maxAgeSeconds: 31_536_000 } }
  }

  /**
   * The `csrf` field of a form.
   *
   * @param viewer who saw the form, such as the session's id, where that matters; see `isSeenBy`
   */
  token(browserSecret: string, purpose: string, viewer?: string): string {
    const token = this.digest(`${browserSecret}\n${purpose}`)
    return viewer === undefined ? token : `${token}.${this.viewerDigest(browserSecret, purpose, viewer)}`
  }

  /**
   * True when the form was made for this viewer. Somebody else may have signed in meanwhile, in another tab: then the
   * form is genuine, and what it says must still not be done in the other's name.
   */
  isSeenBy(request: IncomingRequest, purpose: string, viewer: string): boolean {
    const expected = this.viewerDigest(this.browserSecret(request) ?? '', purpose, viewer)
    return equalBytes(Buffer.from(partsOf(request)[1] ?? ''), Buffer.from(expected))
  }

  private viewerDigest(browserSecret: string, purpose: string, viewer: string): string {
    return this.digest(`${browserSecret}\n${purpose}\n${viewer}`)
  }

  private digest(text: string): string {
    return createHmac('sha256', this.settings.secrets.cookieSecret).update(text).digest('base64url')
  }

  /** @throws OAuthError access_denied when the form did not come from our page in this browser */
  require(request: IncomingRequest, purpose: string): void {
    const secret = this.browserSecret(request)
    const genuine =
      secret !== undefined &&
      isFromOwnPage(request, this.settings.issuer) &&
      equalBytes(Buffer.from(partsOf(request)[0] ?? ''), Buffer.from(this.token(secret, purpose)))
    if (genuine) return
    throw new OAuthError('access_denied', {
      status: 403,
      description: 'The form did not come from this page, or the browser did not keep its cookie',
      detail: {
        rule: 'anti_forgery',
        expected: `a form of ${this.settings.issuer}`,
        got: `Origin ${request.header('origin') ?? '(none)'}, cookie ${secret ? 'present' : 'absent'}`,
        reference: 'RFC 9700 §4.7',
      },
    })
  }
}

/** What came in the `csrf` field: what makes the form genuine, and who saw it. */
function partsOf(request: IncomingRequest): string[] {
  return (request.parameters.get('csrf') ?? '').split('.')
}

/**
 * Under `Referrer-Policy: no-referrer` a browser sends `Origin: null` even for its own page; `Sec-Fetch-Site` then
 * says where the form stood. Where both are silent the token alone decides.
 */
function isFromOwnPage(request: IncomingRequest, issuer: string): boolean {
  const site = request.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return false
  const origin = request.header('origin')
  return origin === undefined || origin === issuer || (origin === 'null' && site !== undefined)
}
