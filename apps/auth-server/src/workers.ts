import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** The place of a worker that ended by itself stays empty so long, so that one that always fails costs little. */
const REPLACE_AFTER_MS = 1_000
/** A worker that was told to stop is killed after so long. */
const STOP_WITHIN_MS = 10_000

/** A worker ended before it served; it has said why. */
export class WorkerDidNotStart extends Error {
  override readonly name = 'WorkerDidNotStart'
}

/**
 * Processes that share one port, kept in number. This process only hands connections on; it serves nothing.
 *
 * Never: a moment without a worker while they are replaced.
 */
export class Workers {
  /** Workers that were told to stop. */
  private readonly leaving = new WeakSet<Worker>()
  private isStopping = false
  private isRenewing = false

  constructor(
    private readonly count: number,
    private readonly say: (message: string) => void,
  ) {}

  /** Returns once all of them serve. @throws WorkerDidNotStart, after which the others still run */
  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.count }, () => this.begin()))
    cluster.on('exit', (worker, code, signal) => {
      if (this.isStopping || this.leaving.has(worker)) return
      this.say(
        `Worker ${worker.process.pid} ended (${signal ?? `exit ${code}`}); another one takes its place`,
      )
      void this.replaceLater()
    })
  }

  /** Replaces each worker by a new one, which reads code and secret files anew. One that cannot start replaces nobody. */
  async renew(): Promise<void> {
    if (this.isRenewing || this.isStopping) return
    this.isRenewing = true
    try {
      for (const old of living()) {
        await this.begin()
        await this.end(old)
      }
    } catch {
      this.say('A new worker did not start; the others go on as they are')
    } finally {
      this.isRenewing = false
    }
  }

  /** Returns once every worker has answered what it was asked and ended. */
  async stop(): Promise<void> {
    this.isStopping = true
    await Promise.all(living().map((worker) => this.end(worker)))
  }

  private async begin(): Promise<Worker> {
    const worker = cluster.fork()
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve())
      worker.once('exit', () => reject(new WorkerDidNotStart()))
    })
    if (this.isStopping) await this.end(worker)
    return worker
  }

  private async replaceLater(): Promise<void> {
    await sleep(REPLACE_AFTER_MS)
    // One that ends before it serves is replaced like any other.
    if (!this.isStopping) await this.begin().catch(() => undefined)
  }

  private async end(worker: Worker): Promise<void> {
    this.leaving.add(worker)
    if (worker.isDead()) return
    const overdue = setTimeout(() => worker.process.kill('SIGKILL'), STOP_WITHIN_MS)
    worker.process.kill('SIGTERM')
    await once(worker, 'exit')
    clearTimeout(overdue)
  }
}

function living(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
}
