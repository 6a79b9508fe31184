import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { Injectable, Logger } from '@nestjs/common'
import { AuditStore, type AuditListRequest, type AuditRow } from '@gatehouse/data-access'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { fieldProblem } from '../../http/problem.js'
import { LiveStreams } from '../route/live-streams.js'
import { auditView } from './audit-view.js'

/** The log is looked at this often for all streams together, and only while there are any. */
const LOOK_EVERY_MS = 1_000
const HEARTBEAT_MS = 10_000
/** A reader who takes nothing keeps its place for this long after the end. */
const PATIENCE_MS = 5_000
/** Whoever is told so by a stream comes back this long after its end. */
const BACK_AFTER_MS = 1_000
const PAGE = 200

/** Which events a stream tells. */
export type FollowedEvents = Omit<AuditListRequest, 'sort' | 'descending' | 'limit' | 'after'>

/**
 * The audit log as it grows, for whoever watches or copies it.
 *
 * *Promises*: every matching event that any process of the server has committed, each once, in the order of the sequence,
 * a second or two after its commit; an everyday success is committed 0.1 s after it happened. Who comes back with the
 * last id that was heard has neither gap nor repetition. That is so because sequences become visible in their order: the
 * one writer of the chain holds its lock from before it takes a sequence until it has committed. Numbers that are never
 * used are writes that were undone. A heartbeat names the place up to which everything was looked through, for all that
 * the filters left out.
 *
 * *Enforces*: a stream holds no more than a page, however slowly it is read.
 */
@Injectable()
export class LiveAudit {
  private readonly logger = new Logger('audit')
  private look: { at: number; newest: Promise<bigint> } | undefined

  constructor(
    private readonly events: AuditStore,
    private readonly streams: LiveStreams,
  ) {}

  /**
   * @param after sequence that the reader knows already; absent begins with what happens from now on
   * @throws Problem conflict when too many watch, invalid-fields for a place that the log has not reached
   */
  async follow(
    filters: FollowedEvents,
    after: bigint | undefined,
    claims: AccessTokenClaims,
  ): Promise<Readable> {
    const newest = await this.lookNow()
    if (after !== undefined && after > newest) {
      throw fieldProblem('after', `is behind the end of the log, which is ${newest}`)
    }
    return this.streams.start(claims, (ending) =>
      readableOf(this.tell(filters, after ?? newest, ending), ending),
    )
  }

  private async *tell(filters: FollowedEvents, after: bigint, ending: AbortSignal): AsyncGenerator<string> {
    let reached = after
    let saidAt = performance.now()
    try {
      yield `retry: ${BACK_AFTER_MS}\n${heartbeat(reached)}`
      while (!ending.aborted) {
        const newest = await this.newest()
        const { rows, isComplete } =
          newest > reached ? await this.read(filters, reached) : { rows: [], isComplete: true }
        reached = placeAfter(rows, isComplete ? newest : reached, reached)
        // It may have ended while the database was asked: nothing is told for a token that is dead.
        if (ending.aborted) return
        if (rows.length) yield rows.map(eventOf).join('')
        if (rows.length) saidAt = performance.now()
        if (!isComplete) continue
        if (performance.now() - saidAt >= HEARTBEAT_MS) {
          saidAt = performance.now()
          yield heartbeat(reached)
        }
        await wait(LOOK_EVERY_MS, undefined, { signal: ending }).catch(() => undefined)
      }
    } catch (error) {
      // The reader comes back with the last id, to a process whose database answers.
      this.logger.warn({ msg: 'The audit log cannot be followed', error: String(error) })
    }
  }

  private async read(
    filters: FollowedEvents,
    after: bigint,
  ): Promise<{ rows: AuditRow[]; isComplete: boolean }> {
    const place = { value: String(after), id: String(after) }
    const page = { sort: 'sequence', descending: false, limit: PAGE, after: place } as const
    const { rows, next } = await this.events.page({ ...filters, ...page })
    return { rows, isComplete: next === undefined }
  }

  /** The end of the log; streams that ask at nearly the same time share one look. */
  private newest(): Promise<bigint> {
    const isFresh = this.look && performance.now() - this.look.at < LOOK_EVERY_MS / 2
    return this.look && isFresh ? this.look.newest : this.lookNow()
  }

  private lookNow(): Promise<bigint> {
    this.look = { at: performance.now(), newest: this.events.newest() }
    return this.look.newest
  }
}

/** Reads on as fast as its reader takes; one who takes nothing keeps its place for a moment after the end. */
function readableOf(texts: AsyncGenerator<string>, ending: AbortSignal): Readable {
  const stream = new Readable({
    read() {
      void texts.next().then(({ done, value }) => {
        if (!this.destroyed) this.push(done ? null : value)
      })
    },
  })
  ending.addEventListener('abort', () => {
    setTimeout(() => stream.destroy(), PATIENCE_MS).unref()
  })
  return stream
}

/** The end of the log was read before the page was: an event that came between the two stands behind it in the page. */
function placeAfter(rows: readonly AuditRow[], end: bigint, before: bigint): bigint {
  const last = BigInt(rows.at(-1)?.id ?? before)
  return last > end ? last : end
}

function eventOf(row: AuditRow): string {
  return `id: ${row.id}\nevent: audit\ndata: ${JSON.stringify(auditView(row))}\n\n`
}

function heartbeat(reached: bigint): string {
  return `id: ${reached}\nevent: heartbeat\ndata: {"sequence":"${reached}"}\n\n`
}
