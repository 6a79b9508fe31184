import { Injectable } from '@nestjs/common'
import { Settings } from '../config/settings.js'

/**
 * Names of the cookies. With an https issuer they carry the `__Host-` prefix, which a browser accepts only with
 * `Secure`, path `/` and no domain; on plain loopback there is none, for not every browser takes `Secure` there.
 */
@Injectable()
export class CookieNames {
  /** The session at the authorization server. */
  readonly session: string
  /** Ties interactions and anti-forgery tokens to one browser. */
  readonly browser: string
  /** Who signed in in this browser before. */
  readonly known: string

  constructor(settings: Settings) {
    const prefix = settings.secure ? '__Host-' : ''
    this.session = `${prefix}gatehouse-session`
    this.browser = `${prefix}gatehouse-browser`
    this.known = `${prefix}gatehouse-known`
  }
}
