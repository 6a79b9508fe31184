import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { FastifyRequest } from 'fastify'
import { SessionStore, UserStore, type UserRecord } from '@gatehouse/data-access'
import { aUser } from '@gatehouse/testing'
import { IncomingRequest } from '../http/incoming-request.js'
import { TestingApp } from '../testing-app.fixture.js'
import { ACR_PASSWORD, BrowserSessions } from './browser-sessions.js'

const PROVEN = { acr: ACR_PASSWORD, amr: ['pwd'] }
const DAY_SECONDS = 86_400

let test: TestingApp
let sessions: BrowserSessions
let ada: UserRecord

beforeAll(async () => {
  test = await TestingApp.start()
  sessions = test.app.get(BrowserSessions)
  ada = await someUser()
})

afterAll(() => test.close())

async function someUser(): Promise<UserRecord> {
  const { id } = await aUser(test.database)
  const user = await new UserStore(test.database).findById(id)
  if (!user) throw new Error('no user')
  return user
}

function from(cookie?: string): IncomingRequest {
  return new IncomingRequest({
    ip: '192.0.2.1',
    headers: { 'user-agent': 'x'.repeat(600), ...(cookie && { cookie: `gatehouse-session=${cookie}` }) },
  } as unknown as FastifyRequest)
}

const personBehind = async (cookie?: string) => (await sessions.current(from(cookie)))?.userId

describe('signing in in a browser', () => {
  it('sets a cookie of 256 random bits, of which only the digest is stored', async () => {
    const { sessionId, cookie } = await sessions.signIn(from(), ada, PROVEN)
    expect(cookie).toMatchObject({ name: 'gatehouse-session', maxAgeSeconds: 43_200 })
    expect(Buffer.from(cookie.value, 'base64url')).toHaveLength(32)
    const stored = await new SessionStore(test.database).findById(sessionId)
    expect(stored).toMatchObject({ userId: ada.id, acr: ACR_PASSWORD, amr: ['pwd'], ipAddress: '192.0.2.1' })
    expect(stored?.userAgent).toHaveLength(512)
    expect(Buffer.from(stored?.digest ?? []).toString('base64url')).not.toBe(cookie.value)
    expect(await personBehind(cookie.value)).toBe(ada.id)
  })

  it('again as the same person keeps the session and changes the cookie: the old value is worth nothing', async () => {
    const first = await sessions.signIn(from(), ada, PROVEN)
    test.clock.advance(60)
    const second = await sessions.signIn(from(first.cookie.value), ada, PROVEN)
    expect(second.sessionId).toBe(first.sessionId)
    expect(second.cookie.value).not.toBe(first.cookie.value)
    expect(await personBehind(first.cookie.value)).toBeUndefined()
    expect((await sessions.current(from(second.cookie.value)))?.authTime).toStrictEqual(test.clock.now())
  })

  it("as somebody else ends the other person's session in this browser, for good", async () => {
    const first = await sessions.signIn(from(), ada, PROVEN)
    const grace = await someUser()
    const second = await sessions.signIn(from(first.cookie.value), grace, PROVEN)
    expect(second.sessionId).not.toBe(first.sessionId)
    expect(await personBehind(first.cookie.value)).toBeUndefined()
    expect(await personBehind(second.cookie.value)).toBe(grace.id)
    expect((await new SessionStore(test.database).findById(first.sessionId))?.endedAt).toStrictEqual(
      test.clock.now(),
    )
  })

  it('over a planted value begins a session of its own; the planted value stays worthless', async () => {
    const planted = 'p'.repeat(43)
    const { cookie } = await sessions.signIn(from(planted), ada, PROVEN)
    expect(cookie.value).not.toBe(planted)
    expect(await personBehind(planted)).toBeUndefined()
  })

  it('never revives a session that ended', async () => {
    const first = await sessions.signIn(from(), ada, PROVEN)
    const session = await sessions.current(from(first.cookie.value))
    if (!session) throw new Error('no session')
    expect(await sessions.signOut(session)).toStrictEqual({
      name: 'gatehouse-session',
      value: '',
      maxAgeSeconds: 0,
    })
    const second = await sessions.signIn(from(first.cookie.value), ada, PROVEN)
    expect(second.sessionId).not.toBe(first.sessionId)
    expect(await personBehind(first.cookie.value)).toBeUndefined()
  })
})

describe('a session', () => {
  it.each([undefined, '', 'x', 'x'.repeat(4000)])('is not opened by the cookie %j', async (cookie) => {
    expect(await personBehind(cookie)).toBeUndefined()
  })

  it('is not opened by its own id', async () => {
    const { sessionId } = await sessions.signIn(from(), ada, PROVEN)
    expect(await personBehind(sessionId)).toBeUndefined()
  })

  it('ends when its time is over', async () => {
    const { cookie } = await sessions.signIn(from(), ada, PROVEN)
    test.clock.advance(43_199)
    expect(await personBehind(cookie.value)).toBe(ada.id)
    test.clock.advance(1)
    expect(await personBehind(cookie.value)).toBeUndefined()
  })

  it('is worth nothing once its person was switched off', async () => {
    const off = await someUser()
    const { cookie } = await sessions.signIn(from(), off, PROVEN)
    await test.database.prisma.user.update({ where: { id: off.id }, data: { disabledAt: test.clock.now() } })
    expect(await personBehind(cookie.value)).toBeUndefined()
  })

  it('is noted as seen when it is used, at most once a minute', async () => {
    const { sessionId, cookie } = await sessions.signIn(from(), ada, PROVEN)
    const begun = test.clock.now()
    const lastSeen = async () => (await new SessionStore(test.database).findById(sessionId))?.lastSeenAt
    test.clock.advance(30)
    await personBehind(cookie.value)
    expect(await lastSeen()).toStrictEqual(begun)
    test.clock.advance(90)
    await personBehind(cookie.value)
    expect(await lastSeen()).toStrictEqual(test.clock.now())
    test.clock.advance(DAY_SECONDS)
  })
})
