import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord, UserRecord } from '@gatehouse/data-access'
import { byId, find, textOf } from '../pages/page-reader.fixture.js'
import { ISSUER, payloadOf, TestingApp } from '../testing-app.fixture.js'
import {
  authorizePath,
  csrfOf,
  outcomeOf,
  PASSWORD,
  somebody,
  TestBrowser,
  type Seen,
} from './test-browser.fixture.js'

let test: TestingApp
let client: ClientRecord
let ada: UserRecord

beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient({ name: 'Web portal' })
  ada = await somebody(test)
})

afterAll(() => test.close())

const mail = (user: UserRecord) => user.email ?? ''

describe('signing in (OIDC Core §3.1.2.3)', () => {
  it('leads to the client with code, state and issuer (RFC 6749 §4.1.2, RFC 9207 §2)', async () => {
    const browser = new TestBrowser(test)
    const page = await browser.open(authorizePath(client))
    expect(page.statusCode).toBe(200)
    expect(textOf(page.body)).toContain('to continue to Web portal')
    const outcome = outcomeOf(await browser.signIn(page, mail(ada)))
    expect(outcome).toStrictEqual({
      code: expect.stringMatching(/^[\w-]{43}$/u),
      state: 'the-state',
      iss: ISSUER,
    })
    const tokens = (await test.redeem(client, outcome['code'] ?? '')).json()
    expect(payloadOf(tokens.id_token)).toMatchObject({
      sub: ada.id,
      acr: 'urn:gatehouse:acr:password',
      amr: ['pwd'],
    })
  })

  it('works with the user name too, in any case of letters', async () => {
    for (const login of [ada.username, ` ${mail(ada).toUpperCase()} `]) {
      const browser = new TestBrowser(test)
      const answer = await browser.signIn(await browser.open(authorizePath(client)), login)
      expect(outcomeOf(answer)).toHaveProperty('code')
    }
  })

  it('once is enough: the next request needs no page', async () => {
    const browser = new TestBrowser(test)
    await browser.signIn(await browser.open(authorizePath(client)), mail(ada))
    expect(outcomeOf(await browser.open(authorizePath(client)))).toHaveProperty('code')
    expect(outcomeOf(await browser.open(authorizePath(client, { prompt: 'none' })))).toHaveProperty('code')
  })

  it('is asked for again by prompt=login and by a max_age that has passed (OIDC Core §3.1.2.1)', async () => {
    const browser = new TestBrowser(test)
    await browser.signIn(await browser.open(authorizePath(client)), mail(ada))
    test.clock.advance(120)
    for (const change of [{ prompt: 'login' }, { max_age: '60' }]) {
      const page = await browser.open(authorizePath(client, change))
      expect(textOf(page.body)).toContain('Confirm that it is you')
      expect(byId(page.body, 'username')).toMatchObject({ value: mail(ada), readonly: '' })
      const { code = '' } = outcomeOf(await browser.signIn(page, mail(ada)))
      const { auth_time } = payloadOf((await test.redeem(client, code)).json().id_token)
      expect(auth_time).toBe(test.clock.now().getTime() / 1000)
      test.clock.advance(120)
    }
    expect(outcomeOf(await browser.open(authorizePath(client, { max_age: '3600' })))).toHaveProperty('code')
  })

  it('by somebody else than the id_token_hint names ends in login_required (OIDC Core §3.1.2.1)', async () => {
    const hinted = await test.person()
    const { id_token } = await test.tokens(client, hinted, { scope: ['openid'] })
    const browser = new TestBrowser(test)
    const page = await browser.open(authorizePath(client, { id_token_hint: id_token }))
    const outcome = outcomeOf(await browser.signIn(page, mail(ada)))
    expect(outcome).toMatchObject({ error: 'login_required', state: 'the-state', iss: ISSUER })
    expect(outcome).not.toHaveProperty('code')
  })
})

describe('the page', () => {
  it('is filled in with login_hint and focuses the password then (OIDC Core §3.1.2.1)', async () => {
    const hint = '"><script>alert(1)</script>'
    const page = await new TestBrowser(test).open(authorizePath(client, { login_hint: hint }))
    expect(byId(page.body, 'username')['value']).toBe(hint)
    expect(byId(page.body, 'password')).toHaveProperty('autofocus')
    expect(page.body).not.toContain('<script>alert')
  })

  it('speaks the language of ui_locales, then of the browser (OIDC Core §3.1.2.1)', async () => {
    const german = await new TestBrowser(test).open(authorizePath(client, { ui_locales: 'fr de en' }))
    expect(german.body).toMatch(/<html lang="de"/u)
    const accepted = { 'accept-language': 'de-CH, en;q=0.5' }
    const browser = new TestBrowser(test, ISSUER, accepted)
    expect((await browser.open(authorizePath(client))).body).toMatch(/<html lang="de"/u)
    const english = await browser.open(authorizePath(client, { ui_locales: 'en' }))
    expect(english.body).toMatch(/<html lang="en"/u)
  })

  it.each([
    [{ username: '', password: PASSWORD }, ['username']],
    [{ username: 'ada', password: '' }, ['password']],
    [{ username: '', password: '' }, ['username', 'password']],
  ])('names what is missing in %j', async (fields, missing) => {
    const browser = new TestBrowser(test)
    const page = await browser.press(await browser.open(authorizePath(client)), '/sign-in', fields)
    const invalid = ['username', 'password'].filter((id) => byId(page.body, id)['aria-invalid'] === 'true')
    expect(invalid).toStrictEqual(missing)
    expect(textOf(page.body)).toContain('Something is missing.')
  })

  it('cannot be framed (RFC 9700 §4.16)', async () => {
    const { headers } = await new TestBrowser(test).open(authorizePath(client))
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).toMatch(/form-action 'self' https:\/\/client\.example$/u)
  })
})

describe('a sign-in that fails', () => {
  it('leaves an address behind that can be opened again, in this browser alone', async () => {
    const browser = new TestBrowser(test)
    const page = await browser.open(authorizePath(client))
    const { path } = browser
    await browser.press(page, '/sign-in', { username: 'ada', password: '' })
    const again = await browser.open(`${path}/sign-in`)
    expect([again.statusCode, browser.path]).toStrictEqual([200, path])
    expect(find(again.body, 'form').length).toBeGreaterThan(0)
    expect((await new TestBrowser(test).peek(`${path}/sign-in`)).statusCode).toBe(400)
  })

  it('for want of cookies says so', async () => {
    const { headers } = await test.get(authorizePath(client))
    const answer = await test.get(String(headers['location']))
    expect(answer.statusCode).toBe(400)
    expect(textOf(answer.body)).toContain('This browser has no cookie from us')
  })

  /** The answer without what differs from request to request. */
  async function refusal(login: string, password: string) {
    const browser = new TestBrowser(test)
    const page = await browser.open(authorizePath(client))
    const answer = await browser.press(page, '/sign-in', { username: login, password })
    const varying = [login, csrfOf(answer), browser.path]
    const body = varying.reduce((text, part) => text.replaceAll(part, '…'), answer.body)
    const { date: _, 'x-request-id': __, ...headers } = answer.headers
    return { status: answer.statusCode, headers, body, cookies: answer.cookies }
  }

  it('looks the same, to the byte, whichever way it fails', async () => {
    const [disabled, withoutPassword] = [
      await somebody(test, { disabledAt: test.clock.now() }),
      await somebody(test, { passwordHash: null }),
    ]
    const wrong = await refusal(mail(ada), 'wrong')
    expect(wrong.status).toBe(200)
    expect(wrong.body).toContain('do not match')
    expect(await refusal(mail(ada).replace(/^.../u, 'eve'), 'wrong')).toStrictEqual(wrong)
    expect(await refusal(mail(disabled), PASSWORD)).toStrictEqual(wrong)
    expect(await refusal(mail(withoutPassword), 'wrong')).toStrictEqual(wrong)
  })

  it('is an audit event with the reason, and whose account it was; never the password, nor what was typed as name', async () => {
    await refusal('nobody@example.com', 'not-the-password')
    const [event] = await test.database.prisma.auditEvent.findMany({ orderBy: { sequence: 'desc' }, take: 1 })
    expect(event).toMatchObject({
      type: 'sign_in.failed',
      outcome: 'failure',
      clientId: client.clientId,
      ipAddress: '127.0.0.1',
      subjectId: null,
      detail: { reason: 'mismatch' },
    })
    expect(JSON.stringify(event?.detail)).not.toMatch(/not-the-password|nobody@example.com/)
    const person = await somebody(test)
    await refusal(mail(person), 'not-the-password')
    const [known] = await test.database.prisma.auditEvent.findMany({ orderBy: { sequence: 'desc' }, take: 1 })
    expect(known).toMatchObject({ type: 'sign_in.failed', subjectId: person.id })
  })

  it('too often is 429 with Retry-After, for the right password too (RFC 6585 §4)', async () => {
    const grace = await somebody(test)
    const browser = new TestBrowser(test)
    const page = await browser.open(authorizePath(client))
    const guess = (password: string): Promise<Seen> =>
      browser.press(page, '/sign-in', { username: mail(grace), password })
    for (let guesses = 0; guesses < 5; guesses += 1) expect((await guess('wrong')).statusCode).toBe(200)
    const refused = await guess(PASSWORD)
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(textOf(refused.body)).toContain('Too many tries.')
  })
})
