import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ResourceStore, UserStore, type ClientRecord } from '@gatehouse/data-access'
import {
  ADMIN_RESOURCE,
  ADMIN_SCOPES,
  type AdminPage,
  type AdminResource,
  type AdminResourceRow,
} from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'
import { resourceId } from './resource-view.js'

let test: TestingApp
let console: ClientRecord
let owner: AdminCaller
let admin: AdminCaller

beforeAll(async () => {
  test = await TestingApp.start()
  console = await installAdminApi(test)
  owner = await AdminCaller.with(test, console, ['owner'])
  admin = await AdminCaller.with(test, console, ['admin'])
})

afterAll(() => test.close())

let count = 0
const orders = () => ({
  identifier: `https://orders.example/${(count += 1)}?a=b&c=%2F`,
  name: 'Orders',
  scopes: [
    { name: 'orders:read', consent_text: 'See your orders' },
    { name: 'orders:write', consent_text: 'Place orders', sensitive: true },
  ],
  roles: [{ name: 'clerk', description: 'Handles orders' }],
})

async function register(fields: object = orders()) {
  const answer = await admin.call('POST', '/resources', fields)
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return {
    ...answer.json<AdminResource>(),
    etag: String(answer.headers['etag']),
    location: answer.headers['location'],
  }
}

async function eventsOf(identifier: string) {
  const { rows } = await test.database.pool.query<{ type: string; detail: object; actor_id: string }>(
    `SELECT type, detail, actor_id FROM audit_events WHERE detail->>'resource' = $1 ORDER BY sequence`,
    [identifier],
  )
  return rows
}

const seen = { 'if-match': '*' }

describe('registering an API (RFC 8707 §2)', () => {
  it('answers 201 with defaults filled in, and where it stands: one plain segment, whatever the URI holds', async () => {
    const made = await register()
    expect(made).toMatchObject({
      signing_alg: 'ES256',
      access_token_lifetime_seconds: 900,
      built_in: false,
      scopes: [{ name: 'orders:read', sensitive: false }, { sensitive: true }],
    })
    expect(made.location).toMatch(/^\/admin\/v1\/resources\/[\w-]+$/u)
    const shown = await admin.get(`/resources/${made.id}`)
    expect(shown.json()).toMatchObject({ identifier: made.identifier })
    expect(shown.headers['etag']).toBe(made.etag)
    expect(await eventsOf(made.identifier)).toMatchObject([
      { type: 'resource.registered', actor_id: admin.person.user.id, detail: { after: { name: 'Orders' } } },
    ])
  })

  it('takes an identifier of the longest kind', async () => {
    const made = await register({ ...orders(), identifier: `https://x.example/${'a'.repeat(1_900)}` })
    expect((await admin.get(`/resources/${made.id}`)).statusCode).toBe(200)
  })

  it.each([
    ['an identifier with a fragment (RFC 8707 §2)', { identifier: 'https://a.example/#b' }, 'identifier'],
    ['an identifier that is no URI', { identifier: 'orders' }, 'identifier'],
    ['no name', { name: '' }, 'name'],
    ['a lifetime of a day', { access_token_lifetime_seconds: 86_400 }, 'access_token_lifetime_seconds'],
    ['the algorithm none (RFC 8725 §3.1)', { signing_alg: 'none' }, 'signing_alg'],
    ['a scope twice', { scopes: [1, 2].map(() => ({ name: 'a', consent_text: 'b' })) }, 'scopes'],
    ['a scope of OpenID Connect', { scopes: [{ name: 'openid', consent_text: 'b' }] }, 'scopes[0].name'],
    ['a scope with a space', { scopes: [{ name: 'a b', consent_text: 'b' }] }, 'scopes[0].name'],
    ['a role without a description', { roles: [{ name: 'a' }] }, 'roles[0].description'],
    ['a role twice', { roles: [1, 2].map(() => ({ name: 'a', description: 'b' })) }, 'roles'],
    ['an unknown field', { audience: 'x' }, 'audience'],
    ['the identifier of the admin API', { identifier: ADMIN_RESOURCE }, 'identifier'],
  ])('refuses %s, naming the field', async (_, change, field) => {
    const answer = await owner.call('POST', '/resources', { ...orders(), ...change })
    expect(answer.statusCode).toBe(422)
    const { errors } = answer.json<{ errors: { field: string }[] }>()
    expect(errors.map((error) => error.field)).toContain(field)
  })

  it('refuses an identifier that is taken', async () => {
    const { identifier } = await register()
    const answer = await admin.call('POST', '/resources', { ...orders(), identifier })
    expect(answer.json()).toMatchObject({ errors: [{ field: 'identifier' }] })
  })
})

describe('an id of an API', () => {
  it.each([
    ['an unknown one', resourceId('https://none.example')],
    ['one in another spelling', `${resourceId(ADMIN_RESOURCE)}=`],
    ['bytes that are no text', Buffer.from([0xff, 0xfe]).toString('base64url')],
    ['a text with U+0000', resourceId('a\u0000b')],
    ['the identifier itself', encodeURIComponent(ADMIN_RESOURCE)],
  ])('leads nowhere for %s', async (_, id) => {
    expect((await admin.get(`/resources/${id}`)).statusCode).toBe(404)
  })
})

describe('changing an API', () => {
  it('changes what is given, adds and removes scopes and roles, and says what was before', async () => {
    const made = await register()
    test.clock.advance(5)
    const scopes = [
      { name: 'orders:read', consent_text: 'Read your orders' },
      { name: 'orders:cancel', consent_text: 'Cancel orders' },
    ]
    const change = { scopes, roles: [], access_token_lifetime_seconds: 60 }
    const answer = await admin.call('PATCH', `/resources/${made.id}`, change, { 'if-match': made.etag })
    expect(answer.json<AdminResource>()).toMatchObject({
      name: 'Orders',
      access_token_lifetime_seconds: 60,
      roles: [],
      scopes: [{ name: 'orders:cancel' }, { name: 'orders:read', consent_text: 'Read your orders' }],
    })
    expect(answer.headers['etag']).not.toBe(made.etag)
    expect((await eventsOf(made.identifier)).at(-1)).toMatchObject({
      type: 'resource.updated',
      detail: { before: { access_token_lifetime_seconds: 900 }, after: { roles: [] } },
    })
  })

  it('wants to know which version was seen, and refuses an old one with what is there (RFC 9110 §13.1.1)', async () => {
    const made = await register()
    const path = `/resources/${made.id}`
    expect((await admin.call('PATCH', path, { name: 'A' })).statusCode).toBe(428)
    test.clock.advance(5)
    await owner.call('PATCH', path, { name: 'First' }, { 'if-match': made.etag })
    const late = await admin.call('PATCH', path, { name: 'Second' }, { 'if-match': made.etag })
    expect(late.statusCode).toBe(412)
    expect(late.json()).toMatchObject({ current: { name: 'First' } })
  })

  it('of two at the same moment lets one win', async () => {
    const made = await register()
    test.clock.advance(5)
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((name) =>
        admin.call('PATCH', `/resources/${made.id}`, { name }, { 'if-match': made.etag }),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toStrictEqual([200, 412, 412])
  })

  it('keeps a scope that a client holds, naming the client, and changes nothing', async () => {
    const made = await register()
    const resource = await new ResourceStore(test.database).find(made.identifier)
    const client = await test.confidentialClient({}, resource)
    const answer = await admin.call('PATCH', `/resources/${made.id}`, { name: 'New', scopes: [] }, seen)
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({
      type: 'urn:gatehouse:admin:conflict',
      detail: expect.stringContaining(client.clientId) as unknown,
      clients: [client.clientId],
      client_count: 1,
      people_count: 0,
    })
    expect((await admin.get(`/resources/${made.id}`)).json()).toMatchObject({ name: 'Orders' })
    expect(await eventsOf(made.identifier)).toHaveLength(1)
  })

  it('keeps a role that a person holds: roles are taken from people by name, not in passing', async () => {
    const made = await register()
    const { user } = await test.person()
    await new UserStore(test.database).grantRole(user.id, made.identifier, 'clerk', test.clock.now())
    const answer = await admin.call('PATCH', `/resources/${made.id}`, { roles: [] }, seen)
    expect(answer.json()).toMatchObject({ status: 409, clients: [], people_count: 1 })
  })

  it('forgets what people allowed under a name that goes, so that a later scope of it must be asked for', async () => {
    const made = await register()
    const { user } = await test.person()
    await test.database.prisma.grant.create({
      data: {
        userId: user.id,
        clientId: console.clientId,
        scopes: { create: [{ resourceIdentifier: made.identifier, scope: 'orders:write' }] },
      },
    })
    await admin.call('PATCH', `/resources/${made.id}`, { scopes: [] }, seen)
    const where = { resourceIdentifier: made.identifier }
    expect(await test.database.prisma.consentedScope.count({ where })).toBe(0)
  })
})

describe('removing an API', () => {
  it('that nothing depends on, once', async () => {
    const made = await register()
    expect((await admin.call('DELETE', `/resources/${made.id}`)).statusCode).toBe(204)
    expect((await admin.call('DELETE', `/resources/${made.id}`)).statusCode).toBe(404)
    expect((await eventsOf(made.identifier)).at(-1)).toMatchObject({ type: 'resource.removed' })
  })

  it('is refused while a client is its server, a client may ask for it, or a person has a role there', async () => {
    const served = await register()
    const server = await test.confidentialClient({ resourceServerFor: served.identifier })
    const held = await register()
    const { user } = await test.person()
    await new UserStore(test.database).grantRole(user.id, held.identifier, 'clerk', test.clock.now())
    const first = await admin.call('DELETE', `/resources/${served.id}`)
    expect(first.json()).toMatchObject({ status: 409, clients: [server.clientId] })
    const second = await admin.call('DELETE', `/resources/${held.id}`)
    expect(second.json()).toMatchObject({ status: 409, people_count: 1 })
    expect((await admin.get(`/resources/${held.id}`)).statusCode).toBe(200)
  })
})

describe('a part of the server', () => {
  const path = `/resources/${resourceId(ADMIN_RESOURCE)}`

  it('may not be touched by an admin, who else could give the admin API other roles', async () => {
    expect((await admin.call('PATCH', path, { name: 'Mine' }, seen)).statusCode).toBe(403)
    expect((await admin.call('DELETE', path)).statusCode).toBe(403)
  })

  it('is removed by nobody, and keeps its scopes, their sentences and its roles', async () => {
    const { scopes, roles } = (await owner.get(path)).json<AdminResource>()
    const [first, ...others] = scopes
    const tries = [
      owner.call('DELETE', path),
      owner.call('PATCH', path, { scopes: others }, seen),
      owner.call('PATCH', path, { scopes: [{ ...first, consent_text: 'Nothing' }, ...others] }, seen),
      owner.call('PATCH', path, { roles: roles.slice(1) }, seen),
      owner.call('PATCH', path, { name: 'Mail' }, seen),
    ]
    for (const answer of await Promise.all(tries)) expect(answer.statusCode).toBe(409)
    const now = (await owner.get(path)).json<AdminResource>()
    expect(now).toMatchObject({ scopes, roles, built_in: true })
    expect(now.scopes).toHaveLength(Object.keys(ADMIN_SCOPES).length)
  })

  it('may have its lifetime set by an owner', async () => {
    const answer = await owner.call('PATCH', path, { access_token_lifetime_seconds: 300 }, seen)
    expect(answer.json()).toMatchObject({ access_token_lifetime_seconds: 300 })
  })

  it('keeps the revocation feed, without which APIs would stop', async () => {
    const identifier = 'https://issuer.example/oauth2/revocations'
    await new ResourceStore(test.database).create({
      identifier,
      name: 'Revocation feed',
      scopes: [{ name: 'revocations:read', consentText: 'Learn which tokens were revoked' }],
    })
    const feed = `/resources/${resourceId(identifier)}`
    expect((await owner.call('DELETE', feed)).statusCode).toBe(409)
    expect((await owner.call('PATCH', feed, { scopes: [] }, seen)).statusCode).toBe(409)
  })
})

describe('the list of APIs', () => {
  it('finds by identifier, name or scope, page by page, in each order', async () => {
    for (const name of ['Zebra one', 'zebra two', 'ZEBRA three']) await register({ ...orders(), name })
    const first = (await admin.get('/resources?search=eBrA&limit=2')).json<AdminPage<AdminResourceRow>>()
    expect(first.items.map(({ name }) => name)).toStrictEqual(['Zebra one', 'ZEBRA three'])
    expect(first).toMatchObject({
      total: 3,
      items: [{ scopes: ['orders:read', 'orders:write'], roles: ['clerk'] }, {}],
    })
    const next = await admin.get(`/resources?search=eBrA&limit=2&cursor=${first.next_cursor}`)
    expect(next.json()).toMatchObject({ items: [{ name: 'zebra two' }], next_cursor: null })
    const byScope = await admin.get('/resources?search=admin:keys:write&sort=-identifier')
    expect(byScope.json()).toMatchObject({ items: [{ identifier: ADMIN_RESOURCE, built_in: true }] })
    expect((await admin.get('/resources?search=zebra&sort=-created_at&limit=1')).json()).toMatchObject({
      items: [{ name: 'ZEBRA three' }],
    })
  })

  it.each(['sort=secret', 'limit=0', 'cursor=abc', 'owner=me'])('refuses %s', async (query) => {
    expect((await admin.get(`/resources?${query}`)).statusCode).toBe(422)
  })
})
