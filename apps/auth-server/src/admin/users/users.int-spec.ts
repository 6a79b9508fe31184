import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import type { AdminPage, AdminUser, AdminUserRow } from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let console: ClientRecord
let admin: AdminCaller
let support: AdminCaller
let made = 0

beforeAll(async () => {
  test = await TestingApp.start()
  console = await installAdminApi(test)
  admin = await AdminCaller.with(test, console, ['admin'])
  support = await AdminCaller.with(test, console, ['support'])
})

afterAll(() => test.close())

async function create(fields: object = {}) {
  made += 1
  const answer = await admin.call('POST', '/users', { username: `person${made}`, ...fields })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return { ...answer.json<AdminUser & { password?: string }>(), etag: String(answer.headers['etag']) }
}

async function events(sub: string): Promise<{ type: string; detail: object; actor_id: string }[]> {
  const { rows } = await test.database.pool.query<{ type: string; detail: object; actor_id: string }>(
    'SELECT type, detail, actor_id FROM audit_events WHERE subject_id = $1 ORDER BY sequence',
    [sub],
  )
  return rows
}

const userinfo = async (token: string) =>
  (await test.get('/oauth2/userinfo', { authorization: `Bearer ${token}` })).statusCode

describe('making an account', () => {
  it('takes every claim of OIDC Core §5.1 and keeps each in its one form', async () => {
    const claims = {
      email: 'Ada@Example.com',
      email_verified: true,
      name: 'Ada Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
      middle_name: 'King',
      nickname: 'Countess',
      preferred_username: 'ada.l',
      profile: 'https://ada.example/me',
      picture: 'https://ada.example/me.png',
      website: 'https://ada.example',
      gender: 'female',
      birthdate: '1815-12-10',
      zoneinfo: 'Europe/London',
      locale: 'en-gb',
      phone_number: '+493012345678',
      phone_number_verified: true,
      address: { locality: 'London', country: 'GB' },
    }
    const user = await create({ ...claims, username: 'ADA' })
    const stored = { ...claims, username: 'ada', email: 'ada@example.com', locale: 'en-GB' }
    expect(user).toMatchObject({ ...stored, has_password: false, roles: [], disabled_at: null })
    const shown = await admin.get(`/users/${user.sub}`)
    expect(shown.json()).toMatchObject(stored)
    expect(shown.headers['etag']).toBe(user.etag)
  })

  it('shows a random password this once and writes no password into the audit log', async () => {
    const random = await create({ random_password: true })
    expect(random.password).toMatch(/^[\w-]{20}$/u)
    const own = await create({ password: 'correct horse battery' })
    expect(own).not.toHaveProperty('password')
    expect(own.has_password).toBe(true)
    const log = JSON.stringify([...(await events(random.sub)), ...(await events(own.sub))])
    expect(log).toContain('user.created')
    expect(log).not.toContain(random.password)
    expect(log).not.toContain('correct horse')
    expect(log).not.toContain('$2')
    expect((await admin.get(`/users/${own.sub}`)).body).not.toContain('$2')
  })

  it.each([
    ['no user name', { username: undefined }, 'username'],
    ['a user name with a space', { username: 'a b' }, 'username'],
    ['a mail address that is none', { email: 'ada' }, 'email'],
    ['a verified address where there is none', { email_verified: true }, 'email_verified'],
    ['a short password', { password: 'short' }, 'password'],
    ['a common password', { password: 'password123' }, 'password'],
    ['two passwords', { password: 'correct horse battery', random_password: true }, 'random_password'],
    ['a script as picture', { picture: 'javascript:alert(1)' }, 'picture'],
    ['a day that is none', { birthdate: '1990-02-30' }, 'birthdate'],
    ['an unknown member of the address', { address: { planet: 'Mars' } }, 'address'],
    ['an address that is a list', { address: ['London'] }, 'address'],
    ['a role of an unknown API', { roles: [{ resource: 'urn:none', role: 'a' }] }, 'roles'],
    ['a hash of their own', { password_hash: 'x' }, 'password_hash'],
    ['an id of their own', { sub: 'x' }, 'sub'],
  ])('refuses %s, naming the field', async (_, fields, field) => {
    const answer = await admin.call('POST', '/users', { username: `refused${made}`, ...fields })
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ errors: [{ field }] })
    expect(answer.body).not.toContain('correct horse')
  })

  it('refuses a login name of somebody else, as user name or as mail address', async () => {
    await create({ username: 'grace@example.com', email: 'hopper@example.com' })
    const first = await admin.call('POST', '/users', { username: 'x1', email: 'GRACE@example.com' })
    expect(first.json()).toMatchObject({ errors: [{ field: 'email' }] })
    const second = await admin.call('POST', '/users', { username: 'hopper@example.com' })
    expect(second.json()).toMatchObject({ errors: [{ field: 'username' }] })
  })

  it('of the same name at the same moment happens once', async () => {
    const tries = [1, 2, 3, 4].map(() => admin.call('POST', '/users', { username: 'twin' }))
    const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode)
    expect(statuses.sort()).toStrictEqual([201, 422, 422, 422])
  })
})

describe('changing a person', () => {
  it('says in the audit log what was before; a new address is not verified any more', async () => {
    const user = await create({ email: 'old@example.com', email_verified: true })
    test.clock.advance(5)
    const change = { email: 'new@example.com', nickname: 'N', address: null }
    const answer = await admin.call('PATCH', `/users/${user.sub}`, change, { 'if-match': user.etag })
    expect(answer.json()).toMatchObject({ email: 'new@example.com', email_verified: false, nickname: 'N' })
    const [, event] = await events(user.sub)
    expect(event).toMatchObject({
      type: 'user.updated',
      actor_id: admin.person.user.id,
      detail: {
        before: { email: 'old@example.com', email_verified: true, nickname: null },
        after: { email: 'new@example.com', email_verified: false, nickname: 'N' },
      },
    })
  })

  it('wants a version, and of two at one moment lets one win (RFC 9110 §13.1.1)', async () => {
    const user = await create()
    const path = `/users/${user.sub}`
    expect((await admin.call('PATCH', path, { name: 'A' })).statusCode).toBe(428)
    test.clock.advance(5)
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((name) => admin.call('PATCH', path, { name }, { 'if-match': user.etag })),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toStrictEqual([200, 412, 412])
    const stale = answers.find(({ statusCode }) => statusCode === 412)
    expect(stale?.json()).toMatchObject({ current: { sub: user.sub } })
  })

  it.each(['/users/nobody', '/users/00000000-0000-7000-8000-000000000000', '/users/%00'])(
    'finds nobody at %s',
    async (path) => {
      expect((await admin.get(path)).statusCode).toBe(404)
      expect((await admin.call('DELETE', path)).statusCode).toBe(404)
      expect((await admin.call('POST', `${path}/password`, {})).statusCode).toBe(404)
    },
  )
})

describe('ending', () => {
  it.each([
    ['switching off', (sub: string) => admin.call('POST', `/users/${sub}/disable`)],
    ['removing', (sub: string) => admin.call('DELETE', `/users/${sub}`)],
    ['a new password', (sub: string) => support.call('POST', `/users/${sub}/password`, {})],
  ])('by %s reaches sessions, refresh tokens and access tokens', async (_, end) => {
    const client = await test.confidentialClient()
    const person = await test.person()
    const tokens = await test.tokens(client, person, { scope: ['openid', 'offline_access'] })
    expect(await userinfo(tokens.access_token)).toBe(200)
    expect((await end(person.user.id)).statusCode).toBeLessThan(300)
    expect(await userinfo(tokens.access_token)).toBe(401)
    const refreshed = await test.refresh(client, tokens.refresh_token)
    expect(refreshed.json()).toMatchObject({ error: 'invalid_grant' })
    const sessions = await admin.get(`/sessions?user=${person.user.id}`)
    expect(sessions.json()).toMatchObject({ items: [], total: 0 })
  })

  it('says what a new password ended, and sets one that signs in', async () => {
    const person = await test.person()
    const answer = await support.call('POST', `/users/${person.user.id}/password`, {})
    expect(answer.json()).toMatchObject({
      password: expect.stringMatching(/^[\w-]{20}$/u) as unknown,
      sessions: 1,
      revocation_sequence: expect.stringMatching(/^\d+$/u) as unknown,
    })
    const log = JSON.stringify(await events(person.user.id))
    expect(log).toContain('user.password_set')
    expect(log).not.toContain(answer.json<{ password: string }>().password)
  })

  it('by removing leaves the id in the audit log, and nothing that tells who it was', async () => {
    const user = await create({ email: 'gone@example.com' })
    expect((await admin.call('DELETE', `/users/${user.sub}`)).statusCode).toBe(204)
    expect((await admin.get(`/users/${user.sub}`)).statusCode).toBe(404)
    const log = await events(user.sub)
    expect(log.at(-1)?.type).toBe('user.removed')
    expect(JSON.stringify(log.at(-1))).not.toContain('gone@example.com')
  })

  it('by switching off is undone by switching on, but for what was ended', async () => {
    const user = await create()
    const off = await admin.call('POST', `/users/${user.sub}/disable`)
    expect(off.json()).toMatchObject({ disabled_at: expect.any(String) as unknown })
    const on = await admin.call('POST', `/users/${user.sub}/enable`)
    expect(on.json()).toMatchObject({ disabled_at: null })
    expect((await events(user.sub)).map(({ type }) => type)).toStrictEqual([
      'user.created',
      'user.disabled',
      'user.enabled',
    ])
  })
})

describe('the list of people', () => {
  const list = async (query: string) => (await admin.get(`/users?${query}`)).json<AdminPage<AdminUserRow>>()
  const names = async (query: string) => (await list(query)).items.map(({ username }) => username)

  it('finds by any part of the names, in any case, whom it names exactly first', async () => {
    await create({ username: 'zzquark', name: 'Someone' })
    await create({ username: 'aaquark', email: 'aa@zz.example' })
    await create({ username: 'quark' })
    await create({ username: 'bbb', name: 'Doctor QUARK Jones' })
    await create({ username: 'ccc', email: 'c.quark@zz.example' })
    expect(await names('search=QuaRk')).toStrictEqual(['quark', 'aaquark', 'bbb', 'ccc', 'zzquark'])
    expect(await names('search=Quark&sort=-username')).toStrictEqual([
      'quark',
      'zzquark',
      'ccc',
      'bbb',
      'aaquark',
    ])
  })

  it('goes on page by page, each person once', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: AdminPage<AdminUserRow> = await list(
        `search=quark&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      if (cursor === '') expect(page.total).toBe(5)
      seen.push(...page.items.map(({ username }) => username))
      cursor = page.next_cursor
    }
    expect(seen).toStrictEqual(['quark', 'aaquark', 'bbb', 'ccc', 'zzquark'])
  })

  it('finds by the id and its beginning, and below three letters by beginnings', async () => {
    const user = await create({ username: 'byid' })
    expect(await names(`search=${user.sub}`)).toStrictEqual(['byid'])
    expect(await names(`search=${user.sub.slice(0, 13)}`)).toStrictEqual(['byid'])
    expect(await names('search=zz')).toStrictEqual(['zzquark'])
    expect(await names('search=ua')).toStrictEqual([])
  })

  it.each([['%25'], ['_'], ['%5C'], ['%00'], ["'"]])('takes the sign %s as itself', async (sign) => {
    expect(await names(`search=${sign}`)).toStrictEqual([])
  })

  it('filters by state, role, password and verified address', async () => {
    const role = encodeURIComponent('urn:gatehouse:admin:support')
    expect(await names(`role=${role}`)).toStrictEqual([support.person.user.username])
    const user = await create({ username: 'filtered', email: 'f@example.com', random_password: true })
    await admin.call('POST', `/users/${user.sub}/disable`)
    const filters = 'state=disabled&has_password=true&email_verified=false'
    expect(await names(filters)).toStrictEqual(['filtered'])
    expect(await names(`${filters}&search=filt`)).toStrictEqual(['filtered'])
    expect(await names(`state=active&search=filt`)).toStrictEqual([])
  })

  it.each([
    'sort=password_hash',
    'state=on',
    'role=admin',
    'has_password=1',
    'search=ab&limit=1',
    'cursor=x',
  ])('refuses %s', async (query) => {
    expect((await admin.get(`/users?${query}`)).statusCode).toBe(422)
  })
})
