import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { ClientRecord, UserRecord } from '@gatehouse/data-access'
import type { AdminPasswordLink, AdminUser } from '@gatehouse/token-types'
import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import { AdminCaller, installAdminApi } from '../admin/admin-caller.fixture.js'
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

const CHOSEN = 'seven green teapots'

let test: TestingApp
let console: ClientRecord
let support: AdminCaller
let client: ClientRecord
let person: UserRecord
let browser: TestBrowser
let path: string

beforeAll(async () => {
  test = await TestingApp.start()
  console = await installAdminApi(test)
  client = await test.confidentialClient()
})

beforeEach(async () => {
  // Their token has expired where a test let days pass.
  support = await AdminCaller.with(test, console, ['support'])
  person = await somebody(test)
  browser = new TestBrowser(test)
  path = await linkFor(person.id)
})

afterAll(() => test.close())

/** Path of a new link. */
async function linkFor(sub: string, by: AdminCaller = support): Promise<string> {
  const answer = await by.call('POST', `/users/${sub}/password/link`)
  expect(answer.statusCode).toBe(201)
  const { pathname, search } = new URL(answer.json<AdminPasswordLink>().link)
  return pathname + search
}

const signIn = async (password: string): Promise<Seen> => {
  const fresh = new TestBrowser(test)
  return fresh.signIn(await fresh.open(authorizePath(client)), person.username, password)
}

const events = () =>
  test.database.prisma.auditEvent.findMany({ where: { subjectId: person.id }, orderBy: { sequence: 'asc' } })

const dead = (answer: Seen) => {
  expect(answer.statusCode).toBe(400)
  expect(textOf(answer.body)).toContain('This link has been used or has expired.')
}

describe('a link by which a person chooses a password', () => {
  it('sets the password, says so, and signs nobody in', async () => {
    const page = await browser.open(path)
    expect(byId(page.body, 'username')['value']).toBe(person.username)
    const answer = await browser.press(page, path, { password: CHOSEN })
    expect([answer.statusCode, answer.headers['location']]).toEqual([303, '/choose-password/done'])
    expect(textOf((await browser.open('/choose-password/done')).body)).toContain('Your password is set')
    expect(outcomeOf(await browser.open(authorizePath(client, { prompt: 'none' })))).toMatchObject({
      error: 'login_required',
    })
    expect(outcomeOf(await signIn(CHOSEN))).toHaveProperty('code')
    expect((await signIn(PASSWORD)).statusCode).not.toBe(303)
  })

  it('signs out whoever used the password before, tokens included', async () => {
    const signedIn = await test.person()
    const { code } = outcomeOf(await test.get(authorizePath(client), { cookie: signedIn.cookie }))
    const tokens = (await test.redeem(client, code ?? '')).json<{ access_token: string }>()
    const own = await linkFor(signedIn.user.id)
    const bearer = { authorization: `Bearer ${tokens.access_token}` }
    expect((await test.get('/oauth2/userinfo', bearer)).statusCode).toBe(200)
    await browser.submit(await browser.open(own), own, { password: CHOSEN })
    expect((await test.get('/oauth2/userinfo', bearer)).statusCode).toBe(401)
    const silent = await test.get(authorizePath(client, { prompt: 'none' }), { cookie: signedIn.cookie })
    expect(outcomeOf(silent)).toMatchObject({ error: 'login_required' })
  })

  it('is an invitation for who has no password yet', async () => {
    const admin = await AdminCaller.with(test, console, ['admin'])
    const made = await admin.call('POST', '/users', { username: 'invited' })
    const { sub } = made.json<AdminUser>()
    const invitation = await linkFor(sub)
    const page = await browser.open(invitation)
    expect(textOf(page.body)).not.toContain('signed out')
    await browser.submit(page, invitation, { password: CHOSEN })
    expect((await admin.get(`/users/${sub}`)).json()).toMatchObject({ has_password: true })
  })

  it('is kept as a digest alone, and told in the audit log without its secret', async () => {
    const secret = new URLSearchParams(path.split('?')[1]).get('token') ?? ''
    await browser.submit(await browser.open(path), path, { password: CHOSEN })
    const told = await events()
    expect(told.map(({ type, actorId }) => [type, actorId === person.id])).toEqual([
      ['user.password_link_made', false],
      ['user.password_chosen', true],
    ])
    expect(
      JSON.stringify(told, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value)),
    ).not.toContain(secret)
  })

  it('can be opened often, and used once, also by 20 forms at the same moment', async () => {
    const page = await browser.open(path)
    expect((await browser.open(path)).statusCode).toBe(200)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => browser.press(page, path, { password: CHOSEN })),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, ...Array<number>(19).fill(400)])
    dead(await browser.open(path))
  })

  it('expires after three days', async () => {
    const page = await browser.open(path)
    test.clock.advance(72 * 3600)
    dead(await browser.open(path))
    dead(await browser.post(path, { password: CHOSEN, csrf: csrfOf(page) }))
  })

  it('is dead as soon as there is a newer one, another password, or no account to use', async () => {
    const newer = await linkFor(person.id)
    dead(await browser.open(path))
    test.clock.advance(1)
    await support.call('POST', `/users/${person.id}/password`, { password: 'set by the support' })
    dead(await browser.open(newer))
    expect(await test.database.prisma.passwordLink.count({ where: { userId: person.id } })).toBe(0)
    test.clock.advance(1)
    const last = await linkFor(person.id)
    await test.database.prisma.user.update({ where: { id: person.id }, data: { disabledAt: new Date() } })
    dead(await browser.open(last))
    const refused = await support.call('POST', `/users/${person.id}/password/link`)
    expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
      409,
      'The account is switched off: switch it on first.',
    ])
  })

  it('makes nobody an owner who knew it before the person became one', async () => {
    const page = await browser.open(path)
    test.clock.advance(1)
    const owner = await AdminCaller.with(test, console, ['owner'])
    await owner.call('POST', `/users/${person.id}/roles`, { resource: ADMIN_RESOURCE, role: 'owner' })
    dead(await browser.open(path))
    dead(await browser.post(path, { password: CHOSEN, csrf: csrfOf(page) }))
    // Whatever the clocks of two servers say.
    expect(await test.database.prisma.passwordLink.count({ where: { userId: person.id } })).toBe(0)
    expect((await browser.open(await linkFor(person.id, owner))).statusCode).toBe(200)
    await owner.call('DELETE', `/users/${person.id}/roles?resource=${ADMIN_RESOURCE}&role=owner`)
  })

  it.each([
    '/choose-password',
    '/choose-password?token=',
    '/choose-password?token=guess',
    '/choose-password?token=%00',
  ])('is unknown: %s', async (unknown) => {
    dead(await browser.open(unknown))
    dead(await browser.post(unknown, { password: CHOSEN }))
  })
})

describe('the form', () => {
  it.each([
    ['', 'Choose a password of at least 8 characters.'],
    ['x'.repeat(257), 'Choose a password of at most 256 characters.'],
    ['Password123', 'Many people use this password.'],
  ])('with the password %j is shown again, says why, and uses nothing up', async (password, words) => {
    const page = await browser.submit(await browser.open(path), path, { password })
    expect(byId(page.body, 'password')['aria-invalid']).toBe('true')
    expect(textOf(page.body)).toContain(words)
    expect(outcomeOf(await signIn(PASSWORD))).toHaveProperty('code')
    expect((await browser.press(page, path, { password: CHOSEN })).statusCode).toBe(303)
  })

  it('without the token of this browser is refused (RFC 9700 §4.7)', async () => {
    const csrf = csrfOf(await browser.open(path))
    const stranger = new TestBrowser(test)
    await stranger.open(path)
    const refused = await stranger.post(path, { password: CHOSEN, csrf })
    expect(refused.statusCode).toBe(403)
    expect(outcomeOf(await signIn(PASSWORD))).toHaveProperty('code')
  })
})
