import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'

/** The place of a worker that ended by itself stays empty so long, so that one that always fails costs little. */
const REPLACE_AFTER_MS = 1_000
/** A worker that was told to stop is killed after so long. */
const STOP_WITHIN_MS = 10_000

/** A worker ended before it served; it has said why. */
export class WorkerDidNotStart extends Error {
  override readonly name = 'WorkerDidNotStart'
}

/** What of `node:cluster` is used. */
type Cluster = Pick<typeof cluster, 'fork' | 'workers' | 'on'>

/**
 * Processes that share one port, kept in number. This process only hands connections on; it serves nothing.
 *
 * Never: a moment without a worker while they are replaced; more of them than wanted, but for the one that takes over.
 */
export class Workers {
  /** Workers that were told to stop. */
  private readonly leaving = new WeakSet<Worker>()
  private state: 'starting' | 'serving' | 'renewing' | 'stopping' = 'starting'

  constructor(
    private readonly count: number,
    private readonly say: (message: string) => void,
    private readonly processes: Cluster = cluster,
  ) {}

  /** Returns once all of them serve. @throws WorkerDidNotStart, after which the others still run */
  async start(): Promise<void> {
    this.processes.on('exit', (worker, code, signal) => {
      if (this.state === 'starting' || this.state === 'stopping' || this.leaving.has(worker)) return
      this.say(`Worker ${worker.process.pid} ended (${signal ?? `exit ${code}`})`)
      void this.fillLater()
    })
    while (this.staying().length < this.count) {
      await Promise.all(Array.from({ length: this.count - this.staying().length }, () => this.begin()))
    }
    this.state = 'serving'
  }

  /** Replaces each worker by a new one, which reads code and secret files anew. One that cannot start replaces nobody. */
  async renew(): Promise<void> {
    if (this.state !== 'serving') return
    this.state = 'renewing'
    try {
      for (const old of this.staying()) {
        if (old.isDead()) continue
        await this.begin()
        await this.end(old)
      }
    } catch {
      this.say('A new worker did not start; the others go on as they are')
    } finally {
      if (this.state === 'renewing') this.state = 'serving'
      await this.fill()
    }
  }

  /** Returns once every worker has answered what it was asked and ended. */
  async stop(): Promise<void> {
    this.state = 'stopping'
    await Promise.all(this.staying().map((worker) => this.end(worker)))
  }

  private async begin(): Promise<Worker> {
    const worker = this.processes.fork()
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve())
      worker.once('exit', () => reject(new WorkerDidNotStart()))
    })
    if (this.state === 'stopping') await this.end(worker)
    return worker
  }

  private async fillLater(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, REPLACE_AFTER_MS))
    await this.fill()
  }

  /** Takes the places that are empty. While workers are renewed there is one too many for a while, so that comes first. */
  private async fill(): Promise<void> {
    while (this.state === 'serving' && this.staying().length < this.count) {
      this.say('Another worker takes its place')
      // One that ends before it serves comes here again by its exit, a moment later.
      if (!(await this.begin().catch(() => undefined))) return
    }
  }

  private async end(worker: Worker): Promise<void> {
    this.leaving.add(worker)
    if (worker.isDead()) return
    const overdue = setTimeout(() => worker.process.kill('SIGKILL'), STOP_WITHIN_MS)
    worker.process.kill('SIGTERM')
    await once(worker, 'exit')
    clearTimeout(overdue)
  }

  /** Workers that live, those that are starting included, and were not told to stop. */
  private staying(): Worker[] {
    const workers = Object.values(this.processes.workers ?? {}).filter((worker) => worker !== undefined)
    return workers.filter((worker) => !worker.isDead() && !this.leaving.has(worker))
  }
}
