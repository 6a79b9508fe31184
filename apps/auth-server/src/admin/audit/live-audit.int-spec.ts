import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { AuditStore, RevocationStore } from '@gatehouse/data-access'
import { aUser } from '@gatehouse/testing'
import type { AccessTokenClaims, AdminAuditEvent } from '@gatehouse/token-types'
import { AuditLog } from '../../audit/audit-log.js'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'
import { LiveAudit, type FollowedEvents } from './live-audit.js'

const EVENT_STREAM = { accept: 'text/event-stream' }

let test: TestingApp
let auditor: AdminCaller
let audit: AuditStore
let live: LiveAudit

beforeAll(async () => {
  test = await TestingApp.start()
  auditor = await AdminCaller.with(test, await installAdminApi(test), ['auditor'])
  audit = new AuditStore(test.database)
  live = test.app.get(LiveAudit)
})

// What the sign-ins of the callers left behind is no news.
beforeEach(() => test.app.get(AuditLog).flush())

afterAll(() => test.close())

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as AccessTokenClaims
const happens = (...types: string[]) =>
  audit.append(types.map((type) => ({ at: test.clock.now(), type, outcome: 'success' })))
const follow = (filters: FollowedEvents = {}, after?: bigint) =>
  live.follow(filters, after, claimsOf(auditor.token))

const typesIn = (said: string) => [...said.matchAll(/"type":"([^"]+)"/gu)].map(([, type]) => type)
const lastIdIn = (said: string) => BigInt([...said.matchAll(/^id: (\d+)$/gmu)].at(-1)?.[1] ?? -1)

/** Reads until what was said holds the text, and leaves. */
async function heardUntil(stream: Readable, text: string): Promise<string> {
  let said = ''
  stream.on('data', (chunk: Buffer) => (said += String(chunk)))
  while (!said.includes(text)) await once(stream, 'data')
  stream.destroy()
  return said
}

describe('the live tail of the audit log', () => {
  it('tells what happens from now on, as the list does', async () => {
    await happens('tail.before')
    const stream = await follow()
    const person = await aUser(test.database, { name: 'Tilda Tail' })
    await audit.append([
      { at: test.clock.now(), type: 'tail.one', outcome: 'success', subjectId: person.id, detail: { a: 1 } },
    ])
    const said = await heardUntil(stream, 'tail.one')
    expect(typesIn(said)).toStrictEqual(['tail.one'])
    expect(said).toMatch(/^retry: 1000\nid: \d+\nevent: heartbeat\ndata: \{"sequence":"\d+"\}\n\n/u)
    const told = JSON.parse(/^data: (.*tail\.one.*)$/mu.exec(said)?.[1] ?? '') as AdminAuditEvent
    expect(told.subject).toStrictEqual({ id: person.id, name: 'Tilda Tail' })
    expect((await auditor.get(`/audit-events/${told.sequence}`)).json()).toStrictEqual(told)
  })

  it('catches up after the last id that was heard, without a gap and without repeating', async () => {
    const first = await follow()
    await happens('gap.one', 'gap.two')
    const heard = await heardUntil(first, 'gap.two')
    await happens(...Array.from({ length: 450 }, (_, at) => `gap.away-${at}`))
    const second = await follow({}, lastIdIn(heard))
    const rest = await heardUntil(second, 'gap.away-449')
    expect(typesIn(rest)).toStrictEqual(Array.from({ length: 450 }, (_, at) => `gap.away-${at}`))
  })

  it('lets only what the filters let pass, and its place goes on with the whole log', async () => {
    const before = await audit.newest()
    await happens('pick.me', 'leave.me', 'leave.me')
    const said = await heardUntil(await follow({ type: 'pick.me' }, before), 'pick.me')
    expect(typesIn(said)).toStrictEqual(['pick.me'])
    const again = await follow({ type: 'pick.me' }, lastIdIn(said))
    await happens('leave.me', 'pick.me')
    expect(typesIn(await heardUntil(again, 'pick.me'))).toStrictEqual(['pick.me'])
  })

  it('has room for ten streams of one caller, and for fifty of all, and again when one has left', async () => {
    const claims = claimsOf(auditor.token)
    const streams = await Promise.all(Array.from({ length: 10 }, () => follow()))
    const refused = await auditor.call('GET', '/audit-events/live', undefined, EVENT_STREAM)
    expect([refused.statusCode, refused.json()]).toMatchObject([409, { detail: /You have 10 streams open/u }])
    for (let others = 0; streams.length < 50; others += 1) {
      streams.push(await live.follow({}, undefined, { ...claims, sub: `other-${Math.floor(others / 10)}` }))
    }
    const oneMore = () => live.follow({}, undefined, { ...claims, sub: 'one-more' })
    await expect(oneMore()).rejects.toMatchObject({
      response: { detail: expect.stringMatching(/^50 streams are open/u) as unknown },
    })
    const closed = once(streams[0]!, 'close')
    streams[0]!.destroy()
    await closed
    streams.push(await oneMore())
    for (const stream of streams) stream.destroy()
  })
})

describe('GET /admin/v1/audit-events/live', () => {
  const ask = (query: string, headers: Record<string, string> = EVENT_STREAM, caller = auditor) =>
    caller.call('GET', `/audit-events/live${query}`, undefined, headers)

  it.each([
    ['?after=-1', EVENT_STREAM, 422],
    ['?after=abc', EVENT_STREAM, 422],
    ['?after=999999999999', EVENT_STREAM, 422],
    ['', { ...EVENT_STREAM, 'last-event-id': '1e3' }, 422],
    ['?limit=5', EVENT_STREAM, 422],
    ['?outcome=maybe', EVENT_STREAM, 422],
    ['', { accept: 'application/json' }, 400],
  ])('refuses %s with %j', async (query, headers, status) => {
    expect((await ask(query, headers)).statusCode).toBe(status)
  })

  it('ends with the token that expires, after telling what follows Last-Event-ID', async () => {
    const place = await audit.newest()
    await happens('ending.one', 'ending.two')
    const left = claimsOf(auditor.token).exp - test.clock.now().getTime() / 1000
    test.clock.advance(left - 0.5)
    const answer = await ask('?after=0', { ...EVENT_STREAM, 'last-event-id': String(place) })
    test.clock.advance(0.5 - left)
    expect(answer.headers['content-type']).toBe('text/event-stream')
    expect(typesIn(answer.body)).toStrictEqual(['ending.one', 'ending.two'])
  })

  it('ends when the token is revoked, long before it expires (RFC 7009 §2.1)', async () => {
    const caller = await AdminCaller.with(test, await installAdminApi(test), ['auditor'])
    const { jti } = claimsOf(caller.token)
    const stream = await live.follow({}, undefined, claimsOf(caller.token))
    await once(stream.resume(), 'data')
    const ended = once(stream, 'end')
    const now = test.clock.now()
    const expiresAt = new Date(now.getTime() + 3_600_000)
    await new RevocationStore(test.database).add({
      claim: 'jti',
      value: jti,
      revokedAt: now,
      expiresAt,
      reason: 'admin',
    })
    await ended
    expect((await ask('', EVENT_STREAM, caller)).statusCode).toBe(401)
  })
})
