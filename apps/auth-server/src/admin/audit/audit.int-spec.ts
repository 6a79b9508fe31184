import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditStore } from '@gatehouse/data-access'
import type { AdminAuditEvent, AdminPage } from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'
import { csvCell } from './audit-export.js'

let test: TestingApp
let auditor: AdminCaller

beforeAll(async () => {
  test = await TestingApp.start()
  const console = await installAdminApi(test)
  auditor = await AdminCaller.with(test, console, ['auditor'])
  const subjectId = auditor.person.user.id
  const at = (second: number) => new Date(Date.UTC(2025, 0, 1, 0, 0, second))
  await new AuditStore(test.database).append([
    {
      at: at(1),
      type: 'test.first',
      outcome: 'success',
      subjectId,
      userAgent: '=HYPERLINK("https://evil.example")',
    },
    {
      at: at(2),
      type: 'test.second',
      outcome: 'failure',
      clientId: console.clientId,
      ipAddress: '192.0.2.7',
    },
    {
      at: at(3),
      type: 'test.third',
      outcome: 'success',
      actorId: subjectId,
      traceId: 'abc',
      detail: { before: { a: 1 }, after: { a: 2 } },
    },
  ])
})

afterAll(() => test.close())

const list = async (query: string) =>
  (await auditor.get(`/audit-events?${query}`)).json<AdminPage<AdminAuditEvent>>()
const types = async (query: string) => (await list(query)).items.map(({ type }) => type)
const OLD = 'to=2025-01-02T00:00:00Z'

describe('the audit log', () => {
  it('is told newest first, page by page, without a gap', async () => {
    const first = await list(`${OLD}&limit=2`)
    expect(first.items.map(({ type }) => type)).toStrictEqual(['test.third', 'test.second'])
    expect(first.total).toBe(3)
    expect(await types(`${OLD}&limit=2&cursor=${first.next_cursor}`)).toStrictEqual(['test.first'])
  })

  it.each([
    ['type=test.second', ['test.second']],
    ['outcome=failure', ['test.second']],
    ['ip_address=192.0.2.7', ['test.second']],
    ['trace_id=abc', ['test.third']],
    ['from=2025-01-01T00:00:02Z', ['test.third', 'test.second']],
    ['type=test.second&outcome=success', []],
    ['type=%25', []],
  ])('lets only what matches %s pass', async (filter, expected) => {
    expect(await types(`${OLD}&${filter}`)).toStrictEqual(expected)
  })

  it('names whom an event concerns, and shows before and after', async () => {
    const { id, username } = auditor.person.user
    const { items } = await list(`${OLD}&actor=${id}`)
    expect(items).toMatchObject([
      {
        actor: { id, name: expect.any(String) as unknown },
        subject: null,
        detail: { before: { a: 1 }, after: { a: 2 } },
      },
    ])
    expect(username).toBeTruthy()
    const one = await auditor.get(`/audit-events/${items[0]?.sequence}`)
    expect(one.json()).toStrictEqual(items[0])
  })

  it.each(['limit=101', 'from=yesterday', 'cursor=abc', 'search=x', 'outcome=maybe'])(
    'refuses %s',
    async (query) => {
      expect((await auditor.get(`/audit-events?${query}`)).statusCode).toBe(422)
    },
  )

  it.each(['0', '999999', '-1', 'x', '99999999999999999999999'])('has no event %s', async (sequence) => {
    expect((await auditor.get(`/audit-events/${sequence}`)).statusCode).toBe(404)
  })

  it('says which types there are, each once', async () => {
    const answer = await auditor.get('/audit-events/types')
    const { types: found } = answer.json<{ types: string[] }>()
    expect(found).toStrictEqual([...new Set(found)].sort())
    expect(found).toStrictEqual(expect.arrayContaining(['test.first', 'test.second', 'test.third']))
  })
})

describe('an export', () => {
  it('as JSON lines holds what the filters let pass', async () => {
    const answer = await auditor.get(`/audit-events/export?format=jsonl&${OLD}&outcome=success`)
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AdminAuditEvent)
    expect(lines.map(({ type }) => type)).toStrictEqual(['test.third', 'test.first'])
    expect(answer.headers['content-disposition']).toContain('attachment')
  })

  it('as CSV holds no formula that a stranger wrote', async () => {
    const answer = await auditor.get(`/audit-events/export?format=csv&${OLD}`)
    expect(answer.body).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
    expect(answer.body).not.toMatch(/(?:^|,)"?[=+@]/mu)
  })

  it.each(['=1', '+1', '-1', '@a', '\t=1', '\r=1', ' =1', '\n=1'])(
    'guards a cell that begins with %j',
    (text) => {
      expect(csvCell(text)).toMatch(/^"'/u)
    },
  )

  it('in an unknown format is refused', async () => {
    expect((await auditor.get('/audit-events/export?format=exe')).statusCode).toBe(422)
  })
})

describe('the check of the chain', () => {
  it('finds it whole, and then where somebody changed it', async () => {
    expect((await auditor.call('POST', '/audit-events/verify')).json()).toMatchObject({
      intact: true,
      broken_at: null,
    })
    const { rows } = await test.database.pool.query<{ sequence: string }>(
      `UPDATE audit_events SET outcome = 'success' WHERE type = 'test.second' RETURNING sequence::text`,
    )
    expect((await auditor.call('POST', '/audit-events/verify')).json()).toMatchObject({
      intact: false,
      broken_at: rows[0]?.sequence,
    })
  })
})
