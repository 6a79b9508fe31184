import pg from 'pg'

/** Entries that one write takes at most. */
const MOST_TOGETHER = 200

interface Waiting<Entry, Result> {
  entry: Entry
  resolve: (result: Result) => void
  reject: (reason: unknown) => void
}

/**
 * Writes together what comes while a write is under way: where a lock leaves room for one writer, a storm of entries shares
 * its turn instead of queueing for it. An entry that comes alone is written at once.
 */
export class GroupCommit<Entry, Result> {
  private readonly waiting: Waiting<Entry, Result>[] = []
  private isWriting = false

  /** @param write commits all the entries or none, and answers for each in their order */
  constructor(private readonly write: (entries: readonly Entry[]) => Promise<readonly Result[]>) {}

  /** Resolves once the entry is committed. @throws what `write` throws for this entry on its own */
  add(entry: Entry): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject })
      if (!this.isWriting) void this.drain()
    })
  }

  private async drain(): Promise<void> {
    this.isWriting = true
    while (this.waiting.length) await this.writeTogether(this.waiting.splice(0, MOST_TOGETHER))
    this.isWriting = false
  }

  private async writeTogether(batch: readonly Waiting<Entry, Result>[]): Promise<void> {
    try {
      const results = await this.write(batch.map(({ entry }) => entry))
      batch.forEach(({ resolve }, at) => resolve(results[at] as Result))
    } catch (error) {
      // Nobody is refused for what is wrong with another's entry; a database that is away refuses everybody at once.
      if (batch.length > 1 && isAboutEntries(error)) {
        for (const one of batch) await this.writeTogether([one])
      } else {
        for (const { reject } of batch) reject(error)
      }
    }
  }
}

/** SQLSTATE classes of a database that can serve nobody: no resources, interrupted by an operator, broken system. */
const SERVES_NOBODY = ['53', '57', '58']

/** Whether the database refused what was in the entries, so that each alone may fare better. */
function isAboutEntries(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !SERVES_NOBODY.includes(error.code?.slice(0, 2) ?? '')
}
