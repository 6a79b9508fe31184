import { Injectable, Logger } from '@nestjs/common'
import { FailureRecordStore } from '@gatehouse/data-access'
import type { OAuthError } from '@gatehouse/protocol'
import { Clock } from '../config/clock.js'
import { withoutSecrets } from '../http/logger-options.js'
import { RefusalCounts } from './refusal-counts.js'

/** Where a failure happened. */
export interface FailureScene {
  traceId: string
  endpoint: string
  clientId: string | undefined
}

/** How many records may wait to be written; beyond it they are only counted. */
const MAX_WAITING = 1_000
/** Longest text of a record, in characters. */
const MAX_TEXT_LENGTH = 1_000

/**
 * Keeps why each protocol request was refused, under its trace id, and says it in the log; of requests beyond a limit the
 * log alone tells.
 *
 * Never: delays or fails the request it reports on; keeps a token, code or secret that the request held.
 */
@Injectable()
export class FailureLog {
  private readonly logger = new Logger('failure')
  private waiting = 0
  /** Records not kept because too many waited or the database was away. */
  dropped = 0

  constructor(
    private readonly store: FailureRecordStore,
    private readonly refusals: RefusalCounts,
    private readonly clock: Clock,
  ) {}

  record(error: OAuthError, scene: FailureScene): void {
    const { rule = error.code, reference } = error.detail ?? {}
    const [expected, got, mend] = [error.detail?.expected, error.detail?.got, error.detail?.mend].map(fit)
    const line = { ...scene, error: error.code, rule, expected, got, mend, reference }
    if (error.status >= 500) this.logger.error(error.cause ?? error, { ...line })
    else this.logger.warn({ ...line, msg: error.description })
    this.refusals.count(scene.clientId, error.code)
    // A limit that wrote a row for each request it turns away would not spare the database.
    if (error.status === 429) return
    if (this.waiting >= MAX_WAITING) {
      this.dropped += 1
      return
    }
    this.waiting += 1
    void this.store
      .add({
        traceId: scene.traceId,
        at: this.clock.now(),
        endpoint: scene.endpoint,
        error: error.code,
        rule,
        clientId: scene.clientId ?? null,
        expected: expected ?? null,
        got: got ?? null,
        mend: mend ?? null,
        reference: reference ?? null,
      })
      .catch(() => {
        this.dropped += 1
      })
      .finally(() => {
        this.waiting -= 1
      })
  }
}

function fit(text: string | undefined): string | undefined {
  return text === undefined ? undefined : withoutSecrets(text).slice(0, MAX_TEXT_LENGTH)
}
