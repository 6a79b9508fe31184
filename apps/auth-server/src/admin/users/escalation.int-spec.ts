import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { ResourceStore, UserStore, type ClientRecord } from '@gatehouse/data-access'
import { ADMIN_RESOURCE, type AdminUser } from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let console: ClientRecord
let owner: AdminCaller
let admin: AdminCaller
let support: AdminCaller
let robot: AdminCaller

beforeAll(async () => {
  test = await TestingApp.start()
  console = await installAdminApi(test)
  admin = await AdminCaller.with(test, console, ['admin'])
  support = await AdminCaller.with(test, console, ['support'])
  const resource = await new ResourceStore(test.database).find(ADMIN_RESOURCE)
  const client = await test.confidentialClient({}, resource)
  robot = await AdminCaller.client(test, client, ['admin:users:write', 'admin:users:reset'])
})

beforeEach(async () => {
  await test.database.pool.query("DELETE FROM user_roles WHERE role = 'owner'")
  owner = await AdminCaller.with(test, console, ['owner'])
})

afterAll(() => test.close())

const role = (name: string) => ({ resource: ADMIN_RESOURCE, role: name })
const rolePath = (sub: string, name: string) =>
  `/users/${sub}/roles?resource=${encodeURIComponent(ADMIN_RESOURCE)}&role=${name}`
const idOf = (caller: AdminCaller) => caller.person.user.id

async function owners(): Promise<number> {
  const { rows } = await test.database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM user_roles r JOIN users u ON u.id = r.user_id
     WHERE r.role = 'owner' AND u.disabled_at IS NULL`,
  )
  return rows[0]?.count ?? 0
}

describe('nobody raises themselves', () => {
  it.each([
    ['an owner', () => owner],
    ['another admin', () => admin],
    ['somebody of support', () => support],
  ])('an admin or a client cannot touch %s', async (_, target) => {
    const path = `/users/${idOf(target())}`
    for (const caller of [admin, robot]) {
      const tries = [
        caller.call('PATCH', path, { email: 'mine@example.com' }, { 'if-match': '*' }),
        caller.call('PATCH', path, { username: 'mine' }, { 'if-match': '*' }),
        caller.call('POST', `${path}/password`, { password: 'correct horse battery' }),
        caller.call('POST', `${path}/unlock`, {}),
        caller.call('POST', `${path}/disable`),
        caller.call('POST', `${path}/enable`),
        caller.call('POST', `${path}/roles`, { resource: 'https://api.example', role: 'any' }),
        caller.call('DELETE', path),
      ]
      for (const answer of await Promise.all(tries)) expect(answer.statusCode).toBe(403)
    }
    const row = await new UserStore(test.database).findById(idOf(target()))
    expect(row).toMatchObject({ passwordHash: null, disabledAt: null, email: target().person.user.email })
  })

  it('support cannot reset the password of an owner, nor of an admin', async () => {
    for (const target of [owner, admin]) {
      expect((await support.call('POST', `/users/${idOf(target)}/password`, {})).statusCode).toBe(403)
      expect((await support.call('POST', `/users/${idOf(target)}/password/link`)).statusCode).toBe(403)
    }
  })

  it('an admin gives no role of the admin API: not to others, not to themselves, not at the beginning', async () => {
    const person = await test.person()
    for (const sub of [person.user.id, idOf(admin)]) {
      expect((await admin.call('POST', `/users/${sub}/roles`, role('owner'))).statusCode).toBe(403)
      expect((await robot.call('POST', `/users/${sub}/roles`, role('auditor'))).statusCode).toBe(403)
    }
    const fields = { username: 'raised', roles: [role('owner')] }
    expect((await admin.call('POST', '/users', fields)).statusCode).toBe(403)
    expect((await owner.call('POST', '/users', fields)).statusCode).toBe(201)
  })

  it('a person who gets a role while an admin changes them ends up untouched, or changed before', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = await test.person()
      const [reset] = await Promise.all([
        admin.call('POST', `/users/${person.user.id}/disable`),
        owner.call('POST', `/users/${person.user.id}/roles`, role('owner')),
      ])
      const { rows } = await test.database.pool.query<{ type: string }>(
        'SELECT type FROM audit_events WHERE subject_id = $1 ORDER BY sequence',
        [person.user.id],
      )
      const types = rows.map(({ type }) => type)
      expect(types).toStrictEqual(
        reset.statusCode === 403 ? ['user.role_given'] : ['user.disabled', 'user.role_given'],
      )
    }
  })
})

describe('owners', () => {
  it('give and take roles; what is taken counts at once', async () => {
    const second = await AdminCaller.with(test, console, ['admin'])
    const given = await owner.call('POST', `/users/${idOf(second)}/roles`, role('owner'))
    expect(given.json<AdminUser>().roles).toContainEqual(role('owner'))
    expect((await second.call('DELETE', rolePath(idOf(owner), 'owner'))).statusCode).toBe(200)
    expect((await owner.get('/users')).statusCode).toBe(403)
  })

  it('refuses a role that the API does not know', async () => {
    const answer = await owner.call('POST', `/users/${idOf(admin)}/roles`, role('king'))
    expect(answer.json()).toMatchObject({ errors: [{ field: 'role' }] })
  })

  it('do not take the ownership from themselves, nor switch off or remove themselves', async () => {
    await AdminCaller.with(test, console, ['owner'])
    const sub = idOf(owner)
    for (const answer of [
      await owner.call('DELETE', rolePath(sub, 'owner')),
      await owner.call('POST', `/users/${sub}/disable`),
      await owner.call('DELETE', `/users/${sub}`),
    ]) {
      expect(answer.statusCode).toBe(409)
    }
    expect(await owners()).toBe(2)
  })

  it.each([
    ['take the role from', (by: AdminCaller, sub: string) => by.call('DELETE', rolePath(sub, 'owner'))],
    ['switch off', (by: AdminCaller, sub: string) => by.call('POST', `/users/${sub}/disable`)],
    ['remove', (by: AdminCaller, sub: string) => by.call('DELETE', `/users/${sub}`)],
  ])('who %s one another at once leave one', async (_, act) => {
    for (let round = 0; round < 5; round += 1) {
      const rival = await AdminCaller.with(test, console, ['owner'])
      const tries = Array.from({ length: 10 }, () => [act(owner, idOf(rival)), act(rival, idOf(owner))])
      const statuses = (await Promise.all(tries.flat())).map(({ statusCode }) => statusCode)
      expect(statuses.some((status) => status >= 500)).toBe(false)
      expect(await owners()).toBe(1)
      if ((await owner.get('/users')).statusCode !== 200)
        owner = await AdminCaller.with(test, console, ['owner'])
      await test.database.pool.query("DELETE FROM user_roles WHERE role = 'owner' AND user_id <> $1", [
        idOf(owner),
      ])
    }
  })

  it('of whom twenty take the role from one another in a circle leave one at least', async () => {
    const circle = await Promise.all(
      Array.from({ length: 19 }, () => AdminCaller.with(test, console, ['owner'])),
    )
    const all = [owner, ...circle]
    await Promise.all(
      all.map((by, at) => by.call('DELETE', rolePath(idOf(all[(at + 1) % all.length] ?? owner), 'owner'))),
    )
    expect(await owners()).toBeGreaterThanOrEqual(1)
  })
})
