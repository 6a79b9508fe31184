import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ResourceStore, UserStore } from '@gatehouse/data-access'
import {
  ADMIN_RESOURCE,
  type AdminPage,
  type AdminRoleHolder,
  type AdminRoleRow,
} from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

const SHOP = 'https://shop.example/api'

let test: TestingApp
let caller: AdminCaller
let reader: AdminCaller
let clerks: string[]

beforeAll(async () => {
  test = await TestingApp.start()
  const console = await installAdminApi(test)
  caller = await AdminCaller.with(test, console, ['auditor'])
  reader = await AdminCaller.with(test, console, ['auditor'], ['admin:resources:read'])
  await new ResourceStore(test.database).create({
    identifier: SHOP,
    name: 'Shop',
    roles: [
      { name: 'admin', description: 'Runs the shop' },
      { name: 'clerk', description: 'Sells 100% of it' },
    ],
  })
  const users = new UserStore(test.database)
  clerks = []
  for (let at = 0; at < 3; at += 1) {
    const { user } = await test.person()
    test.clock.advance(1)
    await users.grantRole(user.id, SHOP, 'clerk', test.clock.now())
    clerks.push(user.id)
  }
})

afterAll(() => test.close())

describe('the list of roles', () => {
  it('counts who holds each, over all APIs; a name counts for its own API alone', async () => {
    const { items } = (await caller.get('/roles')).json<AdminPage<AdminRoleRow>>()
    const counted = items.map(({ resource, name, holders }) => [resource, name, holders])
    expect(counted).toStrictEqual([
      [SHOP, 'admin', 0],
      [SHOP, 'clerk', 3],
      [ADMIN_RESOURCE, 'admin', 0],
      [ADMIN_RESOURCE, 'auditor', 2],
      [ADMIN_RESOURCE, 'owner', 0],
      [ADMIN_RESOURCE, 'support', 0],
    ])
  })

  it('goes on page by page where two roles have one name', async () => {
    const first = (await caller.get('/roles?sort=name&limit=1')).json<AdminPage<AdminRoleRow>>()
    const next = await caller.get(`/roles?sort=name&limit=1&cursor=${first.next_cursor}`)
    const second = next.json<AdminPage<AdminRoleRow>>()
    expect([...first.items, ...second.items].map(({ name }) => name)).toStrictEqual(['admin', 'admin'])
    expect(first.items[0]?.resource).not.toBe(second.items[0]?.resource)
  })

  it('is found by description, signs of patterns included, and by API', async () => {
    expect((await caller.get('/roles?search=100%25')).json()).toMatchObject({ items: [{ name: 'clerk' }] })
    expect((await caller.get('/roles?search=_')).json()).toMatchObject({ items: [] })
    const ofShop = await caller.get(`/roles?resource=${encodeURIComponent(SHOP)}&sort=-name`)
    expect(ofShop.json()).toMatchObject({ items: [{ name: 'clerk' }, { name: 'admin' }], total: 2 })
  })
})

describe('who holds a role', () => {
  const holders = (query: string) =>
    caller.get(`/roles/holders?resource=${encodeURIComponent(SHOP)}&role=clerk&${query}`)

  it('is listed page by page, in each order', async () => {
    const first = (await holders('sort=-granted_at&limit=2')).json<AdminPage<AdminRoleHolder>>()
    const next = await holders(`sort=-granted_at&limit=2&cursor=${first.next_cursor}`)
    const second = next.json<AdminPage<AdminRoleHolder>>()
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids).toStrictEqual([...clerks].reverse())
    expect(first.total).toBe(3)
    const names = (await holders('sort=username')).json<AdminPage<AdminRoleHolder>>().items
    expect(names.map(({ username }) => username)).toStrictEqual(names.map(({ username }) => username).sort())
  })

  it.each([
    ['an unknown role', `resource=${encodeURIComponent(SHOP)}&role=boss`, 404],
    ['an unknown API', 'resource=urn:none&role=clerk', 404],
    ['no role', `resource=${encodeURIComponent(SHOP)}`, 422],
    ['a cursor that is none', `resource=${encodeURIComponent(SHOP)}&role=clerk&cursor=x`, 422],
  ])('is not answered for %s', async (_, query, status) => {
    expect((await caller.get(`/roles/holders?${query}`)).statusCode).toBe(status)
  })

  it('is about people: the permission to see APIs is not enough', async () => {
    expect((await reader.get('/roles')).statusCode).toBe(200)
    const path = `/roles/holders?resource=${encodeURIComponent(SHOP)}&role=clerk`
    expect((await reader.get(path)).statusCode).toBe(403)
  })
})
