import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createTestDatabase, secondsLater, type TestDatabase } from '@gatehouse/testing'
import { auditOn, AuditStore, type NewAuditEvent } from './audit-store.js'

let test: TestDatabase
let audit: AuditStore

beforeEach(async () => {
  test = await createTestDatabase({ poolSize: 20 })
  audit = new AuditStore(test.database)
})

afterEach(() => test.drop())

function event(change: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return { at: secondsLater(1.234), type: 'token.issued', outcome: 'success', clientId: 'c', ...change }
}

async function middleSequence(): Promise<bigint> {
  const rows = await test.database.prisma.auditEvent.findMany({ orderBy: { sequence: 'asc' } })
  return rows[Math.floor(rows.length / 2)]?.sequence ?? -1n
}

describe('the audit chain', () => {
  it('verifies when empty and after 50 appends at the same moment', async () => {
    expect(await audit.verifyChain()).toEqual({ events: 0 })
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        audit.append([event({ traceId: `a${at}` }), event({ traceId: `b${at}`, detail: { z: 1, a: [at] } })]),
      ),
    )
    expect(await audit.verifyChain()).toEqual({ events: 100 })
  })

  it('verifies over more than one page of events', async () => {
    await audit.append(Array.from({ length: 1500 }, (_, at) => event({ traceId: String(at) })))
    await audit.append([event()])
    expect(await audit.verifyChain()).toEqual({ events: 1501 })
    const first = await test.database.prisma.auditEvent.findFirst({ orderBy: { sequence: 'asc' } })
    expect(first?.traceId).toBe('0')
  })

  it('verifies whatever text a request brought in', async () => {
    const detail = {
      a: 'x\u0000y',
      b: '\ud800',
      c: undefined,
      d: 1e21,
      e: { ä: -0, Z: [null, { y: 1, x: 2 }] },
    }
    await audit.append([
      event({ userAgent: 'nul\u0000\udfff ünïcode "quoted" \\', detail }),
      event({ detail: null }),
    ])
    expect(await audit.verifyChain()).toEqual({ events: 2 })
    const stored = await test.database.prisma.auditEvent.findFirst({ orderBy: { sequence: 'asc' } })
    expect(stored?.userAgent).toBe('nul\uFFFD\uFFFD ünïcode "quoted" \\')
    expect(stored?.at).toEqual(secondsLater(1.234))
  })

  it('has one form, by which what was written years ago is verified too', async () => {
    const detail = {
      ...{ scope: 'a', list: [1, { z: true, b: null }], 'a name': -0, gone: undefined },
      // As in a registered key with members of its owner's own.
      jwk: { 10: 'ten', 9: 'nine', '': 'none', '01': 'text', '#a': 'sign' },
    }
    await audit.append([event({ traceId: 't', detail }), event()])
    const texts = [
      '{"actorId":null,"at":"2026-01-01T00:00:01.234Z","clientId":"c","detail":{"a name":0,' +
        '"jwk":{"9":"nine","10":"ten","":"none","#a":"sign","01":"text"},"list":[1,{"b":null,"z":true}],"scope":"a"},"ipAddress":null,"outcome":"success","subjectId":null,"traceId":"t","type":"token.issued","userAgent":null}',
      '{"actorId":null,"at":"2026-01-01T00:00:01.234Z","clientId":"c","detail":null,"ipAddress":null,"outcome":"success",' +
        '"subjectId":null,"traceId":null,"type":"token.issued","userAgent":null}',
    ]
    const stored = await test.database.prisma.auditEvent.findMany({ orderBy: { sequence: 'asc' } })
    let previous = Buffer.alloc(32)
    for (const [at, text] of texts.entries()) {
      const expected = createHash('sha256').update(previous).update(text).digest()
      expect(Buffer.from(stored[at]?.previousHash ?? []).toString('hex')).toBe(previous.toString('hex'))
      expect(Buffer.from(stored[at]?.hash ?? []).toString('hex')).toBe(expected.toString('hex'))
      previous = expected
    }
  })

  it.each([
    ['changed', `UPDATE audit_events SET outcome = 'failure' WHERE sequence = $1`],
    ['changed in detail', `UPDATE audit_events SET detail = '{"n": 2}' WHERE sequence = $1`],
    ['dated back', `UPDATE audit_events SET at = at - interval '1 ms' WHERE sequence = $1`],
  ])('breaks at an event that was %s', async (_, statement) => {
    await audit.append(Array.from({ length: 9 }, () => event({ detail: { n: 1 } })))
    const sequence = await middleSequence()
    await test.database.pool.query(statement, [sequence])
    expect(await audit.verifyChain()).toEqual({ events: 4, brokenAt: sequence })
  })

  it('breaks behind an event that was removed', async () => {
    await audit.append(Array.from({ length: 9 }, () => event()))
    const sequence = await middleSequence()
    await test.database.pool.query('DELETE FROM audit_events WHERE sequence = $1', [sequence])
    expect(await audit.verifyChain()).toEqual({ events: 4, brokenAt: sequence + 1n })
  })

  it('appends all of a batch or none of it', async () => {
    const broken = event({ at: new Date(Number.NaN) })
    await expect(audit.append([event(), broken])).rejects.toThrow()
    expect(await audit.verifyChain()).toEqual({ events: 0 })
  })
})

describe('a reader who follows the log by its sequence', () => {
  it('misses nothing: whoever comes first to a sequence is also seen first, and a gap stays empty', async () => {
    const slow = await test.database.pool.connect()
    await slow.query('BEGIN')
    await auditOn(slow, event({ type: 'slow.change' }))
    const fast = audit.append([event({ type: 'fast.change' })])
    expect(await audit.newest()).toBe(0n)
    await slow.query('COMMIT')
    slow.release()
    await fast
    const newest = await audit.newest()
    await expect(audit.append([event(), event({ at: new Date(Number.NaN) })])).rejects.toThrow()
    const given = await test.database.pool.connect()
    await given.query('BEGIN')
    await auditOn(given, event({ type: 'given.up' }))
    await given.query('ROLLBACK')
    given.release()
    await audit.append([event({ type: 'last.change' })])
    const { rows } = await audit.page({
      sort: 'sequence',
      descending: false,
      limit: 10,
      after: { value: '0', id: '0' },
    })
    expect(rows.map(({ type }) => type)).toStrictEqual(['slow.change', 'fast.change', 'last.change'])
    expect(BigInt(rows[2]?.id ?? 0)).toBeGreaterThan(newest + 1n)
  })
})
