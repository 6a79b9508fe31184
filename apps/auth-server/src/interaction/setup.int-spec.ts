import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { SetupLinkStore } from '@gatehouse/data-access'
import { aResource, aUser, digestOf, secondsLater } from '@gatehouse/testing'
import { byId, textOf } from '../pages/page-reader.fixture.js'
import { TestingApp } from '../testing-app.fixture.js'
import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import { authorizePath, csrfOf, outcomeOf, PASSWORD, TestBrowser, type Seen } from './test-browser.fixture.js'

const CONSOLE = 'https://console.example'

let test: TestingApp
let path: string
let browser: TestBrowser

beforeAll(async () => {
  test = await TestingApp.start({ GATEHOUSE_CONSOLE_URL: `${CONSOLE}/start` })
  await aResource(test.database, {
    identifier: ADMIN_RESOURCE,
    scopes: [],
    roles: [{ name: 'owner', description: 'May do everything' }],
  })
})

beforeEach(async () => {
  const token = randomBytes(32).toString('base64url')
  const now = test.clock.now()
  await new SetupLinkStore(test.database).replace(digestOf(token), secondsLater(3600, now), now)
  path = `/setup?token=${token}`
  browser = new TestBrowser(test)
})

afterAll(() => test.close())

const aMail = () => `admin-${randomBytes(4).toString('hex')}@example.com`
const owners = () => test.database.prisma.userRole.count({ where: { role: 'owner' } })

const filledIn = (change: Record<string, string> = {}) => ({
  name: 'Ada Lovelace',
  email: aMail(),
  password: PASSWORD,
  ...change,
})

const dead = (answer: Seen) => {
  expect(answer.statusCode).toBe(400)
  expect(textOf(answer.body)).toContain('This link has been used or has expired.')
}

describe('the link that makes the first admin', () => {
  it('makes an owner, signs them in and leads to the console', async () => {
    const before = await owners()
    const fields = filledIn()
    const answer = await browser.submit(await browser.open(path), path, fields)
    expect([answer.statusCode, answer.headers['location']]).toStrictEqual([303, `${CONSOLE}/start`])
    expect(await owners()).toBe(before + 1)
    const silent = authorizePath(await test.confidentialClient(), { prompt: 'none' })
    expect(outcomeOf(await browser.open(silent))).toHaveProperty('code')
    const fresh = new TestBrowser(test)
    const page = await fresh.open(authorizePath(await test.confidentialClient()))
    expect(outcomeOf(await fresh.signIn(page, fields.email))).toHaveProperty('code')
  })

  it('can be opened often, and used once', async () => {
    const page = await browser.open(path)
    expect((await browser.open(path)).statusCode).toBe(200)
    await browser.submit(page, path, filledIn())
    dead(await browser.open(path))
    dead(await browser.post(path, { ...filledIn(), csrf: csrfOf(page) }))
  })

  it('makes one admin out of 20 forms at the same moment', async () => {
    const before = await owners()
    const page = await browser.open(path)
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.press(page, path, filledIn())))
    const statuses = answers.map(({ statusCode }) => statusCode).sort()
    expect(statuses).toStrictEqual([303, ...Array<number>(19).fill(400)])
    expect(await owners()).toBe(before + 1)
  })

  it('expires', async () => {
    const page = await browser.open(path)
    test.clock.advance(3600)
    dead(await browser.open(path))
    dead(await browser.post(path, { ...filledIn(), csrf: csrfOf(page) }))
  })

  it.each(['/setup', '/setup?token=', '/setup?token=guess', '/setup?token=%00'])(
    'is unknown: %s',
    async (unknown) => {
      const before = await owners()
      dead(await browser.open(unknown))
      dead(await browser.post(unknown, filledIn()))
      expect(await owners()).toBe(before)
    },
  )

  it('is dead as soon as a newer one is printed', async () => {
    const now = test.clock.now()
    await new SetupLinkStore(test.database).replace(digestOf('newer'), secondsLater(3600, now), now)
    dead(await browser.open(path))
  })
})

describe('the form', () => {
  it.each([
    [{ name: ' ' }, 'name', 'Enter your name.'],
    [{ name: 'x'.repeat(201) }, 'name', 'Enter your name.'],
    [{ email: '' }, 'email', 'Enter your email.'],
    [{ email: 'ada at example' }, 'email', 'Enter an email such as'],
    [{ password: '' }, 'password', 'Choose a password of at least 8 characters.'],
    [{ password: 'short12' }, 'password', 'Choose a password of at least 8 characters.'],
    [{ password: 'x'.repeat(257) }, 'password', 'Choose a password of at most 256 characters.'],
    [{ password: 'Password123' }, 'password', 'Many people use this password.'],
  ])('with %j is shown again, says why, and uses nothing up', async (change, field, words) => {
    const before = await owners()
    const fields = filledIn(change)
    const page = await browser.submit(await browser.open(path), path, fields)
    expect(byId(page.body, field)['aria-invalid']).toBe('true')
    expect(textOf(page.body)).toContain(words)
    expect(page.body).not.toContain(PASSWORD)
    expect(await owners()).toBe(before)
    expect((await browser.submit(page, path, filledIn())).headers['location']).toBe(`${CONSOLE}/start`)
  })

  it('with the email of somebody else says so, and uses nothing up', async () => {
    const taken = (await aUser(test.database)).email ?? ''
    const page = await browser.submit(
      await browser.open(path),
      path,
      filledIn({ email: taken.toUpperCase() }),
    )
    expect(textOf(page.body)).toContain('Somebody already has this email.')
    expect((await browser.submit(page, path, filledIn())).statusCode).toBe(303)
  })

  it('without the token of this browser, or from another site, is refused (RFC 9700 §4.7)', async () => {
    const csrf = csrfOf(await browser.open(path))
    const stranger = new TestBrowser(test)
    await stranger.open(path)
    const forgeries = [
      await browser.post(path, filledIn()),
      await stranger.post(path, { ...filledIn(), csrf }),
      await browser.post(path, { ...filledIn(), csrf }, { origin: 'https://evil.example' }),
      await browser.post(path, { ...filledIn(), csrf }, { 'sec-fetch-site': 'cross-site' }),
    ]
    for (const answer of forgeries) expect([answer.statusCode, answer.cookies]).toStrictEqual([403, []])
    expect((await browser.open(path)).statusCode).toBe(200)
  })

  it('cannot be framed, and may lead to the console alone', async () => {
    const { headers } = await browser.open(path)
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['content-security-policy']).toMatch(/form-action 'self' https:\/\/console\.example$/u)
    expect(headers['referrer-policy']).toBe('no-referrer')
  })
})

describe('the bare address', () => {
  it('leads to the console', async () => {
    const answer = await browser.peek('/')
    expect([answer.statusCode, answer.headers['location']]).toStrictEqual([303, `${CONSOLE}/start`])
  })
})
