import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { Workers } from './workers.js'

let pids = 0

/** A worker of `node:cluster`, as far as its parent sees it. */
class FakeWorker extends EventEmitter {
  private dead = false
  readonly process = {
    pid: (pids += 1),
    kill: () => this.die(0),
  }

  constructor(private readonly cluster: FakeCluster) {
    super()
  }

  isDead(): boolean {
    return this.dead
  }

  die(code: number): boolean {
    this.dead = true
    this.cluster.forget(this)
    this.emit('exit', code, null)
    this.cluster.emit('exit', this, code, null)
    return true
  }
}

class FakeCluster extends EventEmitter {
  workers: Record<string, FakeWorker> = {}
  forked = 0
  canStart = true

  fork(): FakeWorker {
    const worker = new FakeWorker(this)
    this.forked += 1
    this.workers[this.forked] = worker
    queueMicrotask(() => (this.canStart ? worker.emit('message', { ready: true }) : worker.die(1)))
    return worker
  }

  forget(worker: FakeWorker): void {
    this.workers = Object.fromEntries(Object.entries(this.workers).filter(([, other]) => other !== worker))
  }

  living(): FakeWorker[] {
    return Object.values(this.workers)
  }
}

jest.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}))

describe('workers', () => {
  let cluster: FakeCluster
  let workers: Workers
  const said: string[] = []

  beforeEach(async () => {
    jest.useFakeTimers()
    cluster = new FakeCluster()
    workers = new Workers(2, (message) => said.push(message), cluster as never)
    await workers.start()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('are as many as wanted, and one that dies is replaced', async () => {
    const [first, second] = cluster.living()
    first?.die(1)
    await jest.advanceTimersByTimeAsync(2_000)
    expect(cluster.living()).toHaveLength(2)
    expect(cluster.living()).toContain(second)
  })

  it('are tried again for as long as one is missing', async () => {
    cluster.canStart = false
    cluster.living()[0]?.die(1)
    await jest.advanceTimersByTimeAsync(3_500)
    expect(cluster.forked).toBeGreaterThan(3)
    cluster.canStart = true
    await jest.advanceTimersByTimeAsync(2_000)
    expect(cluster.living()).toHaveLength(2)
  })

  it('stay as they are where a new one does not start, however long one waits', async () => {
    const before = cluster.living()
    cluster.canStart = false
    await workers.renew()
    await jest.advanceTimersByTimeAsync(10_000)
    expect(cluster.living()).toEqual(before)
    expect(cluster.forked).toBe(3)
    cluster.canStart = true
    await jest.advanceTimersByTimeAsync(10_000)
    expect(cluster.living()).toEqual(before)
  })

  it('are all replaced, and not one more, also where one dies meanwhile', async () => {
    const before = cluster.living()
    const renewed = workers.renew()
    before[1]?.die(1)
    await renewed
    await jest.advanceTimersByTimeAsync(5_000)
    expect(cluster.living()).toHaveLength(2)
    expect(cluster.living().some((worker) => before.includes(worker))).toBe(false)
  })

  it('end with the first process, and none comes after', async () => {
    await workers.stop()
    await jest.advanceTimersByTimeAsync(5_000)
    expect(cluster.living()).toEqual([])
  })
})

describe('a first start', () => {
  it('is refused where a worker does not start', async () => {
    const cluster = new FakeCluster()
    cluster.canStart = false
    await expect(new Workers(2, () => undefined, cluster as never).start()).rejects.toThrow()
  })
})
