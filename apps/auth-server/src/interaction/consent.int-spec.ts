import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord, UserRecord } from '@gatehouse/data-access'
import { byId, textOf } from '../pages/page-reader.fixture.js'
import { ISSUER, payloadOf, TestingApp } from '../testing-app.fixture.js'
import { authorizePath, csrfOf, outcomeOf, somebody, TestBrowser, type Seen } from './test-browser.fixture.js'

let test: TestingApp
let ada: UserRecord
let grace: UserRecord

beforeAll(async () => {
  test = await TestingApp.start()
  ada = await somebody(test)
  grace = await somebody(test, { name: 'Grace Hopper' })
})

afterAll(() => test.close())

const mail = (user: UserRecord) => user.email ?? ''
const aClientThatAsks = () => test.confidentialClient({ name: 'Web portal', requireConsent: true })

async function signedIn(user: UserRecord, client: ClientRecord, change: Record<string, string> = {}) {
  const browser = new TestBrowser(test)
  const page = await browser.signIn(await browser.open(authorizePath(client, change)), mail(user))
  return { browser, page }
}

async function subjectOf(client: ClientRecord, answer: Seen): Promise<unknown> {
  return payloadOf((await test.redeem(client, outcomeOf(answer)['code'] ?? '')).json().id_token)['sub']
}

describe('consent (OIDC Core §3.1.2.4)', () => {
  it('names the app, the account, each scope and the host that comes next', async () => {
    const { page } = await signedIn(ada, await aClientThatAsks(), { scope: 'openid email' })
    const text = textOf(page.body)
    for (const part of ['Web portal', mail(ada), 'See your email', 'client.example'])
      expect(text).toContain(part)
  })

  it('allowed leads to a code, and is not asked for again', async () => {
    const client = await aClientThatAsks()
    const { browser, page } = await signedIn(ada, client)
    const answer = await browser.submit(page, '/consent', { decision: 'allow' })
    expect(await subjectOf(client, answer)).toBe(ada.id)
    expect(outcomeOf(await browser.open(authorizePath(client)))).toHaveProperty('code')
  })

  it('is asked for a scope that is new, and by prompt=consent (OIDC Core §3.1.2.1)', async () => {
    const client = await aClientThatAsks()
    const { browser, page } = await signedIn(ada, client)
    await browser.submit(page, '/consent', { decision: 'allow' })
    const wider = await browser.open(authorizePath(client, { scope: 'openid email' }))
    expect(textOf(wider.body)).toContain('New')
    const asked = await browser.open(authorizePath(client, { prompt: 'consent' }))
    expect(byId(asked.body, 'consent')).toHaveProperty('action')
  })

  it('is asked for what the claims parameter asks for, as for its scope (OIDC Core §5.5)', async () => {
    const client = await aClientThatAsks()
    const { browser, page } = await signedIn(ada, client)
    await browser.submit(page, '/consent', { decision: 'allow' })
    const claims = JSON.stringify({ userinfo: { email: null } })
    const silent = await browser.open(authorizePath(client, { claims, prompt: 'none' }))
    expect(outcomeOf(silent)).toMatchObject({ error: 'consent_required' })
    const asked = await browser.open(authorizePath(client, { claims }))
    expect(textOf(asked.body)).toContain('See your email')
    const answer = await browser.submit(asked, '/consent', { decision: 'allow' })
    expect(outcomeOf(answer)).toHaveProperty('code')
    expect(outcomeOf(await browser.open(authorizePath(client, { claims })))).toHaveProperty('code')
  })

  it('is not got round by claims beyond what the client may ask for: they are left out (OIDC Core §5.5.1)', async () => {
    const client = await test.confidentialClient({ scopes: ['openid'], requireConsent: true })
    const claims = JSON.stringify({ userinfo: { email: null }, id_token: { email: null, name: null } })
    const { browser, page } = await signedIn(ada, client, { claims })
    const code = outcomeOf(await browser.submit(page, '/consent', { decision: 'allow' }))['code'] ?? ''
    const tokens = (await test.redeem(client, code)).json()
    for (const told of [payloadOf(tokens.id_token), payloadOf(tokens.access_token)]) {
      for (const name of ['email', 'name', 'userinfo_claims']) expect(told).not.toHaveProperty(name)
    }
  })

  it.each([' ', 'offline_access'])(
    'is not got round by the scope "%s", of which nothing is left (RFC 6749 §3.3)',
    async (scope) => {
      const client = await test.confidentialClient({
        requireConsent: true,
        grantTypes: ['authorization_code'],
      })
      const { browser } = await signedIn(ada, await aClientThatAsks())
      const answer = await browser.open(authorizePath(client, { scope, prompt: 'none' }))
      expect(outcomeOf(answer)).toMatchObject({ error: 'invalid_scope' })
    },
  )

  it('of one person says nothing for another', async () => {
    const client = await aClientThatAsks()
    const first = await signedIn(ada, client)
    await first.browser.submit(first.page, '/consent', { decision: 'allow' })
    const { page } = await signedIn(grace, client)
    expect(byId(page.body, 'consent')).toHaveProperty('action')
  })

  it.each(['deny', '', 'ALLOW'])(
    'with the decision "%s" is access_denied and leaves no grant (RFC 6749 §4.1.2.1)',
    async (decision) => {
      const client = await aClientThatAsks()
      const { browser, page } = await signedIn(ada, client)
      const outcome = outcomeOf(await browser.submit(page, '/consent', { decision }))
      expect(outcome).toMatchObject({ error: 'access_denied', state: 'the-state', iss: ISSUER })
      const again = await browser.open(authorizePath(client, { prompt: 'none' }))
      expect(outcomeOf(again)).toMatchObject({ error: 'consent_required' })
    },
  )

  it('cannot be given by somebody who never signed in', async () => {
    const client = await aClientThatAsks()
    const browser = new TestBrowser(test)
    const page = await browser.open(authorizePath(client))
    const form = { csrf: csrfOf(page), decision: 'allow' }
    const answer = await browser.post(`${browser.path}/consent`, form)
    expect([answer.statusCode, answer.headers['location']]).toStrictEqual([200, undefined])
    expect(byId(answer.body, 'sign-in')).toHaveProperty('action')
  })
})

describe('cancel', () => {
  it('on the sign-in page is access_denied (RFC 6749 §4.1.2.1)', async () => {
    const browser = new TestBrowser(test)
    const page = await browser.open(authorizePath(await aClientThatAsks()))
    const outcome = outcomeOf(await browser.submit(page, '/cancel', { decision: 'cancel' }))
    expect(outcome).toMatchObject({ error: 'access_denied', state: 'the-state', iss: ISSUER })
  })
})

describe('another account', () => {
  it('from the consent page signs the other person in and asks them', async () => {
    const client = await aClientThatAsks()
    const { browser, page } = await signedIn(ada, client)
    const before = browser.cookies.get('gatehouse-session')
    const form = await browser.submit(page, '/account', { decision: 'another' })
    expect(byId(form.body, 'username')).toMatchObject({ value: '' })
    const consent = await browser.signIn(form, mail(grace))
    expect(textOf(consent.body)).toContain(mail(grace))
    const answer = await browser.submit(consent, '/consent', { decision: 'allow' })
    expect(await subjectOf(client, answer)).toBe(grace.id)

    browser.cookies.set('gatehouse-session', before ?? '')
    const ended = await browser.open(authorizePath(client, { prompt: 'none' }))
    expect(outcomeOf(ended)).toMatchObject({ error: 'login_required' })
  })
})

describe('prompt=select_account (OIDC Core §3.1.2.1)', () => {
  const choosing = async () => {
    const client = await test.confidentialClient()
    const { browser } = await signedIn(ada, client)
    const page = await browser.open(authorizePath(client, { prompt: 'select_account' }))
    expect(textOf(page.body)).toContain('Choose an account')
    return { client, browser, page }
  }

  it('lets the person go on with the account that is signed in', async () => {
    const { client, browser, page } = await choosing()
    expect(await subjectOf(client, await browser.submit(page, '/account', { decision: 'continue' }))).toBe(
      ada.id,
    )
  })

  it('lets the person sign in with another one', async () => {
    const { client, browser, page } = await choosing()
    const form = await browser.submit(page, '/account', { decision: 'another' })
    expect(await subjectOf(client, await browser.signIn(form, mail(grace)))).toBe(grace.id)
  })

  it('with prompt=none together is refused', async () => {
    const { client, browser } = await choosing()
    const answer = await browser.open(authorizePath(client, { prompt: 'none select_account' }))
    expect(outcomeOf(answer)).toMatchObject({ error: 'invalid_request' })
  })
})
