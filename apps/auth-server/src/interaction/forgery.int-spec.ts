import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { ClientRecord, UserRecord } from '@gatehouse/data-access'
import { byId, textOf } from '../pages/page-reader.fixture.js'
import { TestingApp } from '../testing-app.fixture.js'
import {
  authorizePath,
  csrfOf,
  outcomeOf,
  PASSWORD,
  somebody,
  TestBrowser,
  type Seen,
} from './test-browser.fixture.js'

const FORMS = ['sign-in', 'account', 'consent', 'cancel']

let test: TestingApp
let client: ClientRecord
let ada: UserRecord
let browser: TestBrowser
let page: Seen

beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient({ requireConsent: true })
})

beforeEach(async () => {
  ada = await somebody(test)
  browser = new TestBrowser(test)
  page = await browser.signIn(await browser.open(authorizePath(client)), ada.email ?? '')
})

afterAll(() => test.close())

const FIELDS = { decision: 'allow', username: 'ada', password: PASSWORD }

describe('a forged form (RFC 9700 §4.7)', () => {
  it.each(FORMS)('%s is refused and changes nothing', async (form) => {
    const path = `${browser.path}/${form}`
    const csrf = csrfOf(page)
    const stranger = new TestBrowser(test)
    const strange = csrfOf(await stranger.open(authorizePath(client)))
    const other = csrfOf(await browser.open(authorizePath(client)))
    const forgeries = [
      await browser.post(path, FIELDS),
      await browser.post(path, { ...FIELDS, csrf: strange }),
      await browser.post(path, { ...FIELDS, csrf: other }),
      await browser.post(path, { ...FIELDS, csrf }, { origin: 'https://evil.example' }),
      await browser.post(path, { ...FIELDS, csrf }, { 'sec-fetch-site': 'cross-site' }),
      await browser.post(path, { ...FIELDS, csrf }, { origin: 'null', 'sec-fetch-site': 'cross-site' }),
    ]
    for (const answer of forgeries) {
      expect(answer.statusCode).toBe(403)
      expect(textOf(answer.body)).toContain('This form could not be checked')
      expect(answer.cookies).toStrictEqual([])
    }
    expect(outcomeOf(await browser.submit(page, '/consent', { decision: 'allow' }))).toHaveProperty('code')
  })

  it('with a token from before the sign-in decides nothing: it was made for nobody signed in', async () => {
    const fresh = new TestBrowser(test)
    const before = await fresh.open(authorizePath(client))
    await fresh.signIn(before, ada.email ?? '')
    const { path } = fresh
    const answer = await fresh.post(`${path}/consent`, { csrf: csrfOf(before), decision: 'allow' })
    expect([answer.statusCode, answer.headers['location']]).toStrictEqual([303, path])
    expect(textOf((await fresh.open(path)).body)).toContain('wants to')
  })

  it('is refused although the attacker planted the browser cookie and saw the interaction without the session', async () => {
    const attacker = new TestBrowser(test)
    attacker.cookies.set('gatehouse-browser', browser.cookies.get('gatehouse-browser') ?? '')
    const seen = await attacker.open(browser.path)
    expect(byId(seen.body, 'consent')).toStrictEqual({})
    const { path } = browser
    const half = csrfOf(seen).split('.')[0] ?? ''
    for (const csrf of [csrfOf(seen), half, `${half}.`, `${half}.${half}`]) {
      const answer = await browser.post(`${path}/consent`, { csrf, decision: 'allow' })
      expect([answer.statusCode, answer.headers['location']]).toStrictEqual([303, path])
    }
  })
})

describe('two tabs of one browser', () => {
  it('may both hold a sign-in form: the second one that is sent counts too, for whom it names', async () => {
    const tabs = new TestBrowser(test)
    const first = await tabs.open(authorizePath(client))
    const { path } = tabs
    const grace = await somebody(test)
    await tabs.signIn(await tabs.open(authorizePath(client)), grace.email ?? '')
    const answer = await tabs.signIn(first, ada.email ?? '')
    expect([answer.statusCode, tabs.path]).toStrictEqual([200, path])
    expect(textOf(answer.body)).toContain(ada.email)
  })

  it('never give consent in the name of the person of the other tab', async () => {
    const grace = await somebody(test)
    const { path } = browser
    await browser.signIn(await browser.open(authorizePath(client, { prompt: 'login' })), grace.email ?? '')
    const answer = await browser.press(page, '/consent', { decision: 'allow' })
    expect([answer.statusCode, answer.headers['location']]).toStrictEqual([303, path])
    expect(textOf((await browser.open(path)).body)).toContain(grace.email)
  })
})

describe('an interaction', () => {
  const dead = (answer: Seen) => {
    expect(answer.statusCode).toBe(400)
    expect(textOf(answer.body)).toContain('This page has expired')
    expect(answer.headers['location']).toBeUndefined()
  }

  it('of another browser opens nothing', async () => {
    const stranger = new TestBrowser(test)
    expect((await stranger.open(browser.path)).statusCode).toBe(400)
    await stranger.open(authorizePath(client))
    dead(await stranger.open(browser.path))
    for (const form of FORMS)
      dead(await stranger.post(`${browser.path}/${form}`, { ...FIELDS, csrf: csrfOf(page) }))
  })

  it('that has ended cannot be used again, by the back button neither', async () => {
    expect(outcomeOf(await browser.submit(page, '/consent', { decision: 'allow' }))).toHaveProperty('code')
    dead(await browser.open(browser.path))
    for (const form of FORMS)
      dead(await browser.post(`${browser.path}/${form}`, { ...FIELDS, csrf: csrfOf(page) }))
  })

  it('gives one code for ten clicks at the same moment', async () => {
    const clicks = Array.from({ length: 10 }, () => browser.press(page, '/consent', { decision: 'allow' }))
    const answers = await Promise.all(clicks)
    expect(answers.map(({ statusCode }) => statusCode).sort()).toStrictEqual(
      [303, ...Array<number>(9).fill(400)].sort(),
    )
  })

  it('that took too long has expired', async () => {
    test.clock.advance(1800)
    dead(await browser.press(page, '/consent', { decision: 'allow' }))
    dead(await browser.open(browser.path))
  })

  it.each(['unknown', '..%2F..%2Fsetup', '%00', "' OR 1=1 --", '𝒳'])(
    'of the id %s is refused',
    async (id) => {
      dead(
        await browser.open(
          `/interaction/${id.startsWith('%') || id.includes('%2F') ? id : encodeURIComponent(id)}`,
        ),
      )
    },
  )

  it('ends when its client is switched off meanwhile', async () => {
    const passing = await test.confidentialClient({ requireConsent: true })
    const consent = await browser.open(authorizePath(passing))
    await test.database.prisma.client.update({
      where: { clientId: passing.clientId },
      data: { disabledAt: test.clock.now() },
    })
    test.clock.advance(61)
    const answer = await browser.press(consent, '/consent', { decision: 'allow' })
    expect([answer.statusCode, answer.headers['location']]).toStrictEqual([400, undefined])
  })
})

describe('session fixation', () => {
  const SESSION = 'gatehouse-session'

  async function subjectBehind(cookie: string | undefined): Promise<string> {
    const probe = new TestBrowser(test)
    probe.cookies.set(SESSION, cookie ?? '')
    const silent = authorizePath(await test.confidentialClient(), { prompt: 'none' })
    return outcomeOf(await probe.open(silent))['error'] ?? 'signed in'
  }

  it('with an invented cookie gains nothing: the value changes at sign-in', async () => {
    const planted = 'p'.repeat(43)
    const victim = new TestBrowser(test)
    victim.cookies.set(SESSION, planted)
    await victim.signIn(await victim.open(authorizePath(client)), ada.email ?? '')
    expect(victim.cookies.get(SESSION)).toMatch(/^[\w-]{43}$/u)
    expect(victim.cookies.get(SESSION)).not.toBe(planted)
    expect(await subjectBehind(planted)).toBe('login_required')
  })

  it("with the attacker's own session gains nothing: that session ends when somebody else signs in over it", async () => {
    const planted = browser.cookies.get(SESSION)
    const victim = new TestBrowser(test)
    victim.cookies.set(SESSION, planted ?? '')
    const grace = await somebody(test)
    await victim.signIn(await victim.open(authorizePath(client, { prompt: 'login' })), grace.email ?? '')
    expect(await subjectBehind(planted)).toBe('login_required')
    expect(await subjectBehind(victim.cookies.get(SESSION))).toBe('signed in')
  })

  it('with a value from before the same person signed in again gains nothing', async () => {
    const before = browser.cookies.get(SESSION)
    await browser.signIn(await browser.open(authorizePath(client, { prompt: 'login' })), ada.email ?? '')
    expect(browser.cookies.get(SESSION)).not.toBe(before)
    expect(await subjectBehind(before)).toBe('login_required')
  })
})
