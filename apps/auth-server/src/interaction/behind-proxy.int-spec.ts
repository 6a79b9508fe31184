import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord, UserRecord } from '@gatehouse/data-access'
import { payloadOf, TestingApp } from '../testing-app.fixture.js'
import { authorizePath, csrfOf, outcomeOf, somebody, TestBrowser } from './test-browser.fixture.js'

const ISSUER = 'https://id.example.test'
/** What a TLS proxy on the same machine sends along. */
const FORWARDED = {
  host: 'localhost:4000',
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'id.example.test',
}
/** What an attacker who may choose headers would try. */
const POISON = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  forwarded: 'host=evil.example',
  'x-forwarded-proto': 'http',
}

let test: TestingApp
let client: ClientRecord
let ada: UserRecord

beforeAll(async () => {
  test = await TestingApp.start({ GATEHOUSE_ISSUER: ISSUER, GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' })
  client = await test.confidentialClient()
  ada = await somebody(test)
})

afterAll(() => test.close())

const setCookies = (headers: Record<string, unknown>) => [headers['set-cookie'] ?? []].flat().map(String)

describe('behind a TLS proxy', () => {
  it('metadata names the issuer in each URL (RFC 8414 §2)', async () => {
    const metadata = (await test.get('/.well-known/openid-configuration', FORWARDED)).json()
    expect(metadata.issuer).toBe(ISSUER)
    const urls = Object.entries(metadata).filter(([name]) => /(_endpoint|_uri)$/u.test(name))
    expect(urls.length).toBeGreaterThan(6)
    for (const [, url] of urls) expect(url).toMatch(/^https:\/\/id\.example\.test\//u)
  })

  it('cookies are Secure with the __Host- prefix, and the whole way works', async () => {
    const browser = new TestBrowser(test, ISSUER, FORWARDED)
    const begun = await browser.peek(authorizePath(client))
    const page = await browser.open(String(begun.headers['location']))
    const signedIn = await browser.press(page, '/sign-in', {
      username: ada.email ?? '',
      password: 'correct horse battery staple',
    })
    const cookies = [...setCookies(begun.headers), ...setCookies(signedIn.headers)]
    expect(cookies.map((cookie) => cookie.split('=', 1)[0])).toStrictEqual([
      '__Host-gatehouse-browser',
      '__Host-gatehouse-session',
      '__Host-gatehouse-known',
    ])
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/u)
      expect(cookie).not.toMatch(/domain/iu)
    }
    const outcome = outcomeOf(await browser.open(String(signedIn.headers['location'])))
    expect(outcome['iss']).toBe(ISSUER)
    const { id_token, access_token } = (await test.redeem(client, outcome['code'] ?? '')).json()
    expect([payloadOf(id_token)['iss'], payloadOf(access_token)['iss']]).toStrictEqual([ISSUER, ISSUER])
  })

  it('the address of the person is the one that the proxy saw', async () => {
    const browser = new TestBrowser(test, ISSUER, FORWARDED)
    await browser.signIn(await browser.open(authorizePath(client)), ada.email ?? '')
    const [event] = await test.database.prisma.auditEvent.findMany({ orderBy: { sequence: 'desc' }, take: 1 })
    expect(event).toMatchObject({ type: 'sign_in.succeeded', ipAddress: '203.0.113.9' })
  })

  it('forms are checked against the issuer, not against the inner host', async () => {
    const browser = new TestBrowser(test, ISSUER, FORWARDED)
    const page = await browser.open(authorizePath(client))
    const form = { csrf: csrfOf(page), decision: 'cancel' }
    for (const origin of ['http://localhost:4000', 'https://localhost:4000', 'http://id.example.test']) {
      expect((await browser.post(`${browser.path}/cancel`, form, { origin })).statusCode).toBe(403)
    }
    expect((await browser.post(`${browser.path}/cancel`, form)).statusCode).toBe(303)
  })

  it('a cookie without the prefix counts for nothing (RFC 6265bis §4.1.3.2)', async () => {
    const browser = new TestBrowser(test, ISSUER, FORWARDED)
    await browser.signIn(await browser.open(authorizePath(client)), ada.email ?? '')
    const session = browser.cookies.get('__Host-gatehouse-session') ?? ''
    const planted = new TestBrowser(test, ISSUER, FORWARDED)
    planted.cookies.set('gatehouse-session', session)
    const answer = await planted.open(authorizePath(client, { prompt: 'none' }))
    expect(outcomeOf(answer)).toMatchObject({ error: 'login_required' })
  })
})

describe('a poisoned Host header', () => {
  it('has no effect on metadata, redirects, pages and outcomes', async () => {
    const plain = (await test.get('/.well-known/openid-configuration')).json()
    expect((await test.get('/.well-known/openid-configuration', POISON)).json()).toStrictEqual(plain)

    const browser = new TestBrowser(test, ISSUER, POISON)
    const begun = await browser.peek(authorizePath(client))
    expect(begun.headers['location']).toMatch(/^\/interaction\/[\w-]+$/u)
    const page = await browser.open(String(begun.headers['location']))
    expect(page.body + JSON.stringify(page.headers)).not.toContain('evil.example')
    expect(outcomeOf(await browser.signIn(page, ada.email ?? ''))['iss']).toBe(ISSUER)
  })

  it('has no effect on error pages and on the way out', async () => {
    for (const path of ['/interaction/unknown', '/setup?token=x', '/oauth2/logout', '/nowhere']) {
      const { body, headers } = await test.get(path, POISON)
      expect(body + JSON.stringify(headers)).not.toContain('evil.example')
    }
  })

  it('of another site never makes its origin ours', async () => {
    const browser = new TestBrowser(test, 'https://evil.example', POISON)
    const page = await browser.open(authorizePath(client))
    expect((await browser.press(page, '/cancel', { decision: 'cancel' })).statusCode).toBe(403)
  })
})
