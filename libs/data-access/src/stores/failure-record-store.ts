import type { Database } from '../database.js'
import type { FailureRecord, Prisma } from '../generated/client.js'
import type { ListPage } from '../keyset-page.js'
import { canBeKey, storableJson } from '../storable.js'
import { failurePage, type FailureListRequest } from './failure-list.js'

/** Why a request was refused, with secrets and tokens taken out already. */
export type NewFailureRecord = Omit<Prisma.FailureRecordUncheckedCreateInput, 'at'> & { at: Date }

/** Why protocol requests were refused: what a developer needs, kept for a while and in bounded number. */
export class FailureRecordStore {
  constructor(private readonly database: Database) {}

  /** Keeps a record; a second one of the same trace id changes nothing. */
  async add(record: NewFailureRecord): Promise<void> {
    const { at, ...texts } = record
    const data = { ...(storableJson(texts) as Omit<NewFailureRecord, 'at'>), at }
    await this.database.prisma.failureRecord.createMany({ data: [data], skipDuplicates: true })
  }

  /** Records, newest first. @throws NoSuchPlace */
  page(request: FailureListRequest): Promise<ListPage<FailureRecord & { id: string }>> {
    return failurePage(this.database, request)
  }

  /** The record that belongs to a trace id. */
  async find(traceId: string): Promise<FailureRecord | undefined> {
    if (!canBeKey(traceId)) return undefined
    return (await this.database.prisma.failureRecord.findUnique({ where: { traceId } })) ?? undefined
  }

  /**
   * Removes records from before a time and, of the rest, all but the newest.
   *
   * @param keep how many may stay
   * @returns how many went
   */
  async prune(keep: number, olderThan: Date): Promise<number> {
    const result = await this.database.pool.query(
      `DELETE FROM failure_records WHERE at < $1 OR trace_id IN (
         SELECT trace_id FROM failure_records WHERE at >= $1 ORDER BY at DESC, trace_id OFFSET $2
       )`,
      [olderThan, keep],
    )
    return result.rowCount ?? 0
  }
}
