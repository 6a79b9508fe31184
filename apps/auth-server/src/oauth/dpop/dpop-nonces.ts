import { createHmac, hkdfSync } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Settings } from '../../config/settings.js'

/** How long a nonce is the current one; it is accepted for as long again. */
const PERIOD_SECONDS = 180
/** The next one counts too: a server whose clock is ahead may have given it out. */
const ACCEPTED_PERIODS = [0, -1, 1]

/**
 * Nonces for DPoP proofs: each is the HMAC of a stretch of time, so that every server of the issuer gives and knows the
 * same ones and none is stored. A proof with one cannot have been made long before (RFC 9449 §11.2).
 *
 * @see RFC 9449 §8
 */
@Injectable()
export class DpopNonces {
  private readonly key: Buffer | undefined
  private known: { period: number; nonces: readonly string[] } | undefined

  constructor({ dpopNonceRequired, secrets }: Settings) {
    if (!dpopNonceRequired) return
    this.key = Buffer.from(hkdfSync('sha256', secrets.cookieSecret, '', 'gatehouse dpop nonce', 32))
  }

  /** The nonce to give out now; undefined where the server wants none. */
  current(now: Date): string | undefined {
    return this.accepted(now)?.[0]
  }

  /** Every nonce that is good now, the current one first; undefined where the server wants none. */
  accepted(now: Date): readonly string[] | undefined {
    if (!this.key) return undefined
    const { key } = this
    const period = Math.floor(now.getTime() / 1000 / PERIOD_SECONDS)
    if (this.known?.period !== period) {
      const nonces = ACCEPTED_PERIODS.map((offset) => nonceOf(key, period + offset))
      this.known = { period, nonces }
    }
    return this.known.nonces
  }
}

function nonceOf(key: Buffer, period: number): string {
  return createHmac('sha256', key).update(String(period)).digest('base64url')
}
