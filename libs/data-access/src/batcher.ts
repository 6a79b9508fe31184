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
  resolve: (result: Result) => void
  reject: (reason: unknown) => void
}

/**
 * Runs together what comes in one turn of the event loop, or while a run is under way: a storm of entries shares one round
 * trip and one commit instead of queueing for its turn. What comes alone waits for nobody.
 *
 * Enforces: an entry is in no run that began before it came, so that nobody reads what was true earlier; nobody is refused
 * for what is wrong with another's entry.
 */
export class Batcher<Entry, Result> {
  private readonly waiting: Waiting<Entry, Result>[] = []
  private readonly most: number
  private freeRuns: number

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

  /** Resolves once the entry was run, with its answer. @throws what `run` throws for this entry on its own */
  add(entry: Entry): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject })
      if (this.freeRuns > 0) void this.drain()
    })
  }

  private async drain(): Promise<void> {
    this.freeRuns -= 1
    // What is read from the network in the same turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.waiting.length) await this.runTogether(this.waiting.splice(0, this.most))
    this.freeRuns += 1
  }

  private async runTogether(batch: readonly Waiting<Entry, Result>[]): Promise<void> {
    try {
      const results = await this.run(
        batch.map(({ entry }) => entry),
        false,
      )
      batch.forEach(({ resolve }, at) => resolve(results[at] as Result))
    } catch (error) {
      // Those who come meanwhile do not wait for the retries. A database that is away refuses everybody at once.
      for (const one of batch) {
        if (isAboutEntries(error)) void this.retry(one)
        else one.reject(error)
      }
    }
  }

  private async retry({ entry, resolve, reject }: Waiting<Entry, Result>): Promise<void> {
    try {
      const [result] = await this.run([entry], true)
      resolve(result as Result)
    } catch (error) {
      reject(error)
    }
  }
}

/** SQLSTATE classes of a database that can serve nobody: no resources, interrupted by an operator, broken system. */
const SERVES_NOBODY = ['53', '57', '58']

/** Whether the database refused what was in the entries, so that each alone may fare better. */
function isAboutEntries(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !SERVES_NOBODY.includes(error.code?.slice(0, 2) ?? '')
}
