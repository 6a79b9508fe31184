import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { authorizePath } from '../../interaction/test-browser.fixture.js'
import { textOf } from '../../pages/page-reader.fixture.js'
import { TestingApp } from '../../testing-app.fixture.js'

const LIMIT = 60

let test: TestingApp
let client: ClientRecord

beforeAll(async () => {
  test = await TestingApp.start({
    GATEHOUSE_AUTHORIZATION_REQUESTS_PER_MINUTE: String(LIMIT),
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
  })
  client = await test.confidentialClient()
})

afterAll(() => test.close())

const begin = (address: string, change: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  test.get(authorizePath(client, change), { 'x-forwarded-for': address, ...headers })

/** Begins as many as the address may, all at once. */
const spend = (address: (n: number) => string) =>
  Promise.all(Array.from({ length: LIMIT }, (_, n) => begin(address(n))))

describe('authorization requests that wait for a person', () => {
  it('are 429 beyond the limit of their address: a page with Retry-After that keeps nothing (RFC 6585 §4)', async () => {
    const begun = await spend(() => '203.0.113.1')
    expect(new Set(begun.map(({ statusCode }) => statusCode))).toStrictEqual(new Set([303]))
    const kept = await test.database.prisma.interaction.count()
    const refused = await begin('203.0.113.1')
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(refused.headers['location']).toBeUndefined()
    expect(textOf(refused.body)).toContain('Too many requests')
    expect(await test.database.prisma.interaction.count()).toBe(kept)
  })

  it('of another address go on, and so do those that need nobody', async () => {
    await spend(() => '203.0.113.2')
    expect((await begin('203.0.113.2')).statusCode).toBe(429)
    expect((await begin('203.0.113.3')).statusCode).toBe(303)
    const { cookie } = await test.person()
    const silent = await begin('203.0.113.2', { prompt: 'none' })
    expect(silent.headers['location']).toMatch(/^https:\/\/client\.example.*login_required/u)
    const signedIn = await begin('203.0.113.2', {}, { cookie })
    expect(signedIn.headers['location']).toMatch(/^https:\/\/client\.example.*code=/u)
  })

  it('count for the whole /64 of an IPv6 address (RFC 6177 §2)', async () => {
    await spend((n) => `2001:db8:0:1::${n.toString(16)}`)
    expect((await begin('2001:db8:0:1:ffff::1')).statusCode).toBe(429)
    expect((await begin('2001:db8:0:2::1')).statusCode).toBe(303)
  })
})
