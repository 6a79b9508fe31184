import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ResourceStore, UserStore, type ClientRecord } from '@gatehouse/data-access'
import {
  ADMIN_RESOURCE,
  ADMIN_ROLES,
  ADMIN_SCOPES,
  type AdminRole,
  type AdminScope,
} from '@gatehouse/token-types'
import { declaredRoutes, type DeclaredRoute } from '../declared-routes.fixture.js'
import { TestingApp } from '../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from './admin-caller.fixture.js'

/**
 * Every route of the admin API × every role × allowed or not, from the routes themselves, so that none is forgotten. What
 * a role may do is written out here once more: a slip in the table of the product is found.
 */
const READS = (scope: AdminScope) => scope.endsWith(':read')
const MAY: Record<AdminRole, (scope: AdminScope) => boolean> = {
  owner: () => true,
  admin: () => true,
  support: (scope) => READS(scope) || scope === 'admin:sessions:write' || scope === 'admin:users:reset',
  auditor: READS,
}
const SCOPES = Object.keys(ADMIN_SCOPES) as AdminScope[]
const ROLES = Object.keys(ADMIN_ROLES) as AdminRole[]

let test: TestingApp
let console: ClientRecord
let routes: DeclaredRoute[]

beforeAll(async () => {
  test = await TestingApp.start()
  console = await installAdminApi(test)
  routes = declaredRoutes(test).filter(({ protection }) => protection === 'admin')
})

afterAll(() => test.close())

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** What a route answers to a caller, for things that do not exist and with a body that changes nothing. */
async function statusFor(caller: AdminCaller, { method, path }: DeclaredRoute): Promise<number> {
  const url = path.replace('/admin/v1', '').replace(/:\w+/gu, '00000000-0000-7000-8000-000000000000')
  const body = method === 'GET' || method === 'DELETE' ? undefined : { no_such_field: true }
  return (await caller.call(method as Method, url, body)).statusCode
}

describe('the admin API', () => {
  it.each(ROLES)('lets a person with the role %s do exactly what the role is for', async (role) => {
    const caller = await AdminCaller.with(test, console, [role])
    for (const route of routes) {
      const status = await statusFor(caller, route)
      const isAllowed = status !== 401 && status !== 403
      expect({ route: `${route.method} ${route.path}`, isAllowed }).toStrictEqual({
        route: `${route.method} ${route.path}`,
        isAllowed: MAY[role](route.adminScope as AdminScope),
      })
      expect(status).not.toBe(500)
    }
  })

  it('lets a person without a role do nothing, whatever the token says', async () => {
    const caller = await AdminCaller.with(test, console, [])
    for (const route of routes) expect(await statusFor(caller, route)).toBe(403)
  })

  it('lets nobody in without a token, and says how to get one (RFC 6750 §3)', async () => {
    for (const { method, path } of routes) {
      const answer = await test.app.inject({ method: method as Method, url: path })
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/u)
    }
  })

  it.each(SCOPES)('lets a token without %s use none of its routes, whatever the role', async (scope) => {
    const others = SCOPES.filter((other) => other !== scope)
    const caller = await AdminCaller.with(test, console, ['owner'], others)
    for (const route of routes.filter(({ adminScope }) => adminScope === scope)) {
      expect(await statusFor(caller, route)).toBe(403)
    }
  })

  it('lets a client do what its own scopes say', async () => {
    const resource = await new ResourceStore(test.database).find(ADMIN_RESOURCE)
    const robot = await test.confidentialClient({}, resource)
    const caller = await AdminCaller.client(test, robot, ['admin:clients:read'])
    for (const route of routes) {
      const isAllowed = (await statusFor(caller, route)) !== 403
      expect(isAllowed).toBe(route.adminScope === 'admin:clients:read')
    }
  })

  it('refuses a token for another API, and one of a person who was switched off meanwhile', async () => {
    const person = await test.person()
    const { access_token: userinfoToken } = await test.tokens(await test.confidentialClient(), person)
    const foreign = await test.get('/admin/v1/clients', { authorization: `Bearer ${userinfoToken}` })
    expect(foreign.statusCode).toBe(401)
    const caller = await AdminCaller.with(test, console, ['owner'])
    expect((await caller.get('/clients')).statusCode).toBe(200)
    await new UserStore(test.database).disable(caller.person.user.id, test.clock.now())
    expect((await caller.get('/clients')).statusCode).toBe(401)
  })

  it('heeds at once that a role was taken away', async () => {
    const caller = await AdminCaller.with(test, console, ['owner'])
    await new UserStore(test.database).update(caller.person.user.id, { roles: [] }, test.clock.now())
    expect((await caller.get('/clients')).statusCode).toBe(403)
  })
})
