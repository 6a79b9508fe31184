import { Logger } from '@nestjs/common'
import { beforeAll, afterAll, describe, expect, it } from '@jest/globals'
import type { AuditStore, NewAuditEvent } from '@gatehouse/data-access'
import { AuditLog } from './audit-log.js'

const AT = new Date('2026-01-01T00:00:00Z')
const event = (type: string): NewAuditEvent => ({ at: AT, type, outcome: 'success' })

/** Keeps what it is given, in batches; can be held up or broken. */
class RecordingStore {
  readonly batches: string[][] = []
  broken = false
  private held: Promise<void> = Promise.resolve()

  async append(events: readonly NewAuditEvent[]): Promise<void> {
    await this.held
    if (this.broken) throw new Error('away')
    this.batches.push(events.map(({ type }) => type))
  }

  /** Holds every write back until the returned function is called. */
  hold(): () => void {
    let release = () => {}
    this.held = new Promise((resolve) => (release = resolve))
    return release
  }
}

function anAuditLog() {
  const store = new RecordingStore()
  return { store, log: new AuditLog(store as unknown as AuditStore) }
}

beforeAll(() => Logger.overrideLogger(false))
afterAll(() => Logger.overrideLogger(['error', 'warn', 'log']))

describe('everyday events', () => {
  it('are written together, in order, within a moment', async () => {
    const { store, log } = anAuditLog()
    for (const type of ['one', 'two', 'three']) log.enqueue(event(type))
    expect(store.batches).toStrictEqual([])
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(store.batches).toStrictEqual([['one', 'two', 'three']])
  })

  it('keep their order over batches, although the first one is slow', async () => {
    const { store, log } = anAuditLog()
    const release = store.hold()
    log.enqueue(event('first'))
    const flights = [log.flush()]
    log.enqueue(event('second'))
    flights.push(log.flush())
    release()
    await Promise.all(flights)
    expect(store.batches).toStrictEqual([['first'], ['second']])
  })

  it('are written when the server stops', async () => {
    const { store, log } = anAuditLog()
    log.enqueue(event('last words'))
    await log.onApplicationShutdown()
    expect(store.batches).toStrictEqual([['last words']])
  })

  it('are counted instead of kept beyond 10,000, those under way included', async () => {
    const { store, log } = anAuditLog()
    const release = store.hold()
    for (let round = 0; round < 15; round += 1) {
      for (let at = 0; at < 1_000; at += 1) log.enqueue(event('token.issued'))
      void log.flush()
    }
    expect(log.dropped).toBe(5_000)
    release()
    await log.flush()
    expect(store.batches.flat()).toHaveLength(10_000)
    log.enqueue(event('afterwards'))
    await log.flush()
    expect(log.dropped).toBe(5_000)
    expect(store.batches.flat()).toHaveLength(10_001)
  })

  it('that cannot be written are counted, never thrown, and the next ones are written', async () => {
    const { store, log } = anAuditLog()
    store.broken = true
    log.enqueue(event('lost'))
    log.enqueue(event('lost too'))
    await log.flush()
    expect(log.dropped).toBe(2)
    store.broken = false
    log.enqueue(event('kept'))
    await log.flush()
    expect(store.batches).toStrictEqual([['kept']])
  })
})

describe('a security event', () => {
  it('is stored when the promise resolves', async () => {
    const { store, log } = anAuditLog()
    await log.keep(event('sign_in.succeeded'))
    expect(store.batches).toStrictEqual([['sign_in.succeeded']])
  })

  it('that cannot be stored fails the one who reports it', async () => {
    const { store, log } = anAuditLog()
    store.broken = true
    await expect(log.keep(event('sign_in.succeeded'))).rejects.toThrow('away')
  })

  it('shares its turn with the others of a storm, instead of queueing one by one', async () => {
    const { store, log } = anAuditLog()
    await Promise.all(Array.from({ length: 499 }, (_, at) => log.keep(event(`reuse ${at}`))))
    expect(store.batches.map((batch) => batch.length)).toStrictEqual([1, 498])
  })
})
