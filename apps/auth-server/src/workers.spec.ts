import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { WorkerDidNotStart, Workers } from './workers.js'

/** A worker of `node:cluster`, as far as its parent sees it: it starts and ends a moment after it was told to. */
class FakeWorker extends EventEmitter {
  private isOver = false
  readonly process: { pid: number; kill: () => boolean }

  constructor(
    private readonly cluster: FakeCluster,
    pid: number,
  ) {
    super()
    const kill = () => {
      void Promise.resolve().then(() => this.die(0))
      return true
    }
    this.process = { pid, kill }
  }

  isDead(): boolean {
    return this.isOver
  }

  die(code: number): void {
    this.isOver = true
    this.cluster.living.delete(this)
    this.emit('exit', code, null)
    this.cluster.emit('exit', this, code, null)
  }
}

class FakeCluster extends EventEmitter {
  readonly living = new Set<FakeWorker>()
  forked = 0
  canStart = true
  /** How long a worker takes until it serves; 0 for a moment. */
  startMs = 0

  get workers(): Record<string, FakeWorker> {
    return Object.fromEntries([...this.living].map((worker) => [worker.process.pid, worker]))
  }

  fork(): FakeWorker {
    this.forked += 1
    const worker = new FakeWorker(this, this.forked)
    this.living.add(worker)
    const { canStart, startMs } = this
    const begin = () => void (canStart ? worker.emit('message', { ready: true }) : worker.die(1))
    if (startMs) setTimeout(begin, startMs)
    else void Promise.resolve().then(begin)
    return worker
  }
}

const WANTED = 2

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

async function started() {
  const cluster = new FakeCluster()
  const workers = new Workers(WANTED, () => undefined, cluster as never)
  await workers.start()
  return { cluster, workers, first: [...cluster.living] }
}

describe('workers', () => {
  it('are as many as wanted, and one that dies is replaced', async () => {
    const { cluster, first } = await started()
    first[0]?.die(1)
    await jest.advanceTimersByTimeAsync(2_000)
    expect(cluster.living.size).toBe(WANTED)
    expect(cluster.living).toContain(first[1])
  })

  it('are tried again for as long as one is missing', async () => {
    const { cluster, first } = await started()
    cluster.canStart = false
    first[0]?.die(1)
    await jest.advanceTimersByTimeAsync(4_500)
    expect(cluster.forked).toBe(WANTED + 4)
    cluster.canStart = true
    await jest.advanceTimersByTimeAsync(2_000)
    expect(cluster.living.size).toBe(WANTED)
  })

  it('stay as they are where a new one does not start, however long one waits', async () => {
    const { cluster, workers, first } = await started()
    cluster.canStart = false
    await workers.renew()
    await jest.advanceTimersByTimeAsync(10_000)
    cluster.canStart = true
    await jest.advanceTimersByTimeAsync(10_000)
    expect([...cluster.living]).toEqual(first)
    expect(cluster.forked).toBe(WANTED + 1)
  })

  it('are all replaced, and not one more, also where one dies meanwhile', async () => {
    const { cluster, workers, first } = await started()
    const renewed = workers.renew()
    first[1]?.die(1)
    await renewed
    await jest.advanceTimersByTimeAsync(5_000)
    expect(cluster.living.size).toBe(WANTED)
    expect(first.some((worker) => cluster.living.has(worker))).toBe(false)
  })

  it('are as many as wanted after a renewal that began while one was missing', async () => {
    const { cluster, workers, first } = await started()
    cluster.startMs = 3_000
    first[0]?.die(1)
    const renewed = workers.renew()
    // The time to replace the dead one comes while the renewal has one too many.
    await jest.advanceTimersByTimeAsync(10_000)
    await renewed
    await jest.advanceTimersByTimeAsync(10_000)
    expect(cluster.living.size).toBe(WANTED)
    expect(first.some((worker) => cluster.living.has(worker))).toBe(false)
  })

  it('end with the first process, and none comes after', async () => {
    const { cluster, workers } = await started()
    await workers.stop()
    await jest.advanceTimersByTimeAsync(5_000)
    expect(cluster.living.size).toBe(0)
  })
})

describe('a first start', () => {
  it('is refused where a worker does not start', async () => {
    const cluster = new FakeCluster()
    cluster.canStart = false
    const start = new Workers(WANTED, () => undefined, cluster as never).start()
    await expect(start).rejects.toBeInstanceOf(WorkerDidNotStart)
  })
})
