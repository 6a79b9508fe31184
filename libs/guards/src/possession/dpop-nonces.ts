import { createHmac } from 'node:crypto'

/**
 * Nonces that nobody stores: each is derived from a secret and the time. One is handed out for half of its lifetime and
 * accepted for all of it.
 *
 * @see RFC 9449 §8, §9
 */
export class DpopNonces {
  private period = Number.NaN
  private nonces: readonly [current: string, former: string] = ['', '']

  constructor(
    private readonly secret: string,
    private readonly lifetimeSeconds: number,
  ) {}

  /** The nonce to hand out, and the one before it, which is accepted too. */
  at(now: Date): readonly [current: string, former: string] {
    const period = Math.floor(now.getTime() / (this.lifetimeSeconds * 500))
    if (period !== this.period) {
      this.period = period
      this.nonces = [this.derive(period), this.derive(period - 1)]
    }
    return this.nonces
  }

  private derive(period: number): string {
    const hmac = createHmac('sha256', this.secret).update(`gatehouse dpop nonce ${period}`)
    return hmac.digest('base64url').slice(0, 22)
  }
}
