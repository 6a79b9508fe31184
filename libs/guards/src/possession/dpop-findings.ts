import { Injectable, Logger } from '@nestjs/common'
import type { OAuthError } from '@gatehouse/protocol'

const LOG_EVERY_MS = 60_000

/**
 * What was wrong with proofs, counted by rule: what was refused, and in the mode `report-only` what would have been.
 *
 * @example
 * ```ts
 * const { counts } = app.get(DpopFindings)
 * console.log(counts.get('dpop.htu') ?? 0, 'proofs were made for another URL')
 * ```
 */
@Injectable()
export class DpopFindings {
  private readonly logger = new Logger('Gatehouse DPoP')
  private readonly counted = new Map<string, number>()
  private readonly loggedAt = new Map<string, number>()

  /** How often each rule was broken since the start; the names are those of `@gatehouse/protocol`, such as `dpop.ath`. */
  get counts(): ReadonlyMap<string, number> {
    return this.counted
  }

  /** Counts one finding and logs it, each rule at most once a minute. */
  add(error: OAuthError, clientId: string, now: Date, passed: boolean): void {
    const rule = error.detail?.rule ?? error.code
    const count = (this.counted.get(rule) ?? 0) + 1
    this.counted.set(rule, count)
    const nowMs = now.getTime()
    if (nowMs - (this.loggedAt.get(rule) ?? Number.NEGATIVE_INFINITY) < LOG_EVERY_MS) return
    this.loggedAt.set(rule, nowMs)
    const { expected, got } = error.detail ?? {}
    const outcome = passed ? 'passed (report-only)' : 'refused'
    this.logger.warn({
      msg: `A request was ${outcome}: ${error.description}`,
      rule,
      count,
      clientId,
      expected,
      got,
    })
  }
}
