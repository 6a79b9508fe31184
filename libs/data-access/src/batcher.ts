import pg from 'pg'

/** How a batcher runs. */
export interface BatcherOptions {
  /** Entries that one run takes at most; default 200. */
  most?: number
  /** Runs under way at the same time; default 1. */
  atOnce?: number
}

interface Waiting<Entry, Result> {
  entry: Entry
  /** By the clock of `performance`, in milliseconds. */
  since: number
  resolve: (result: Result) => void
  reject: (reason: unknown) => void
}

/** Whoever has waited for so long has left, or will be told to come again; in milliseconds. */
const MOST_WAIT_MS = 5_000
/** A run without an end holds its place no longer than so, in milliseconds. */
const MOST_RUN_MS = 10_000
/** Entries that are asked again alone at the same time. */
const RETRIES_AT_ONCE = 4

/** The database did not get to an entry in time. Whether it was run is not known. */
class WaitedTooLong extends Error {
  override readonly name = 'WaitedTooLong'
  constructor() {
    super('waited too long for the database')
  }
}

/**
 * Runs together what comes in one turn of the event loop, or while a run is under way: a storm of entries shares one round
 * trip and one commit instead of queueing for its turn. What comes alone waits for nobody.
 *
 * Enforces: an entry is in no run that began before it came, so that nobody reads what was true earlier; nobody is refused
 * for what is wrong with another's entry; a database that stands still is not asked later for those who left meanwhile.
 */
export class Batcher<Entry, Result> {
  private readonly waiting: Waiting<Entry, Result>[] = []
  private readonly refused: Waiting<Entry, Result>[] = []
  private readonly most: number
  private freeRuns: number
  private freeRetries = RETRIES_AT_ONCE

  /**
   * @param run does all the entries or none, and answers for each in their order; `isRetry` says that it has one entry
   *   alone, because PostgreSQL refused a run that it was part of
   */
  constructor(
    private readonly run: (entries: readonly Entry[], isRetry: boolean) => Promise<readonly Result[]>,
    { most = 200, atOnce = 1 }: BatcherOptions = {},
  ) {
    this.most = most
    this.freeRuns = atOnce
  }

  /** Resolves once the entry was run, with its answer. @throws what `run` throws for this entry on its own, WaitedTooLong */
  add(entry: Entry): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, since: performance.now(), resolve, reject })
      if (this.freeRuns > 0) void this.drain()
    })
  }

  private async drain(): Promise<void> {
    this.freeRuns -= 1
    // What is read from the network in the same turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.waiting.length) await this.runTogether(inTime(this.waiting.splice(0, this.most)))
    this.freeRuns += 1
  }

  private async runTogether(batch: readonly Waiting<Entry, Result>[]): Promise<void> {
    if (batch.length === 0) return
    try {
      const results = await this.limited(
        batch.map(({ entry }) => entry),
        false,
      )
      batch.forEach(({ resolve }, at) => resolve(results[at] as Result))
    } catch (error) {
      if (!isAboutEntries(error)) {
        for (const { reject } of batch) reject(error)
        return
      }
      // Those who come meanwhile do not wait for the retries.
      this.refused.push(...batch)
      for (let free = this.freeRetries; free > 0; free -= 1) void this.drainRefused()
    }
  }

  private async drainRefused(): Promise<void> {
    this.freeRetries -= 1
    for (;;) {
      const one = this.refused.shift()
      if (!one) break
      for (const { entry, resolve, reject } of inTime([one])) {
        await this.limited([entry], true).then(([result]) => resolve(result as Result), reject)
      }
    }
    this.freeRetries += 1
  }

  private async limited(entries: readonly Entry[], isRetry: boolean): Promise<readonly Result[]> {
    let timer: NodeJS.Timeout | undefined
    const end = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new WaitedTooLong()), MOST_RUN_MS)
    })
    try {
      return await Promise.race([this.run(entries, isRetry), end])
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Those who have not waited for too long; the others are told so. */
function inTime<Entry, Result>(batch: readonly Waiting<Entry, Result>[]): Waiting<Entry, Result>[] {
  const earliest = performance.now() - MOST_WAIT_MS
  return batch.filter(({ since, reject }) => {
    if (since < earliest) reject(new WaitedTooLong())
    return since >= earliest
  })
}

/** SQLSTATE classes of a database that can serve nobody: no resources, interrupted by an operator, broken system. */
const SERVES_NOBODY = ['53', '57', '58']

/** Whether the database refused what was in the entries, so that each alone may fare better. */
function isAboutEntries(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !SERVES_NOBODY.includes(error.code?.slice(0, 2) ?? '')
}
