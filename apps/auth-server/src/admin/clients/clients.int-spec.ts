import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditStore, ClientStore, ResourceStore, type ClientRecord } from '@gatehouse/data-access'
import { ADMIN_RESOURCE, type AdminClient, type AdminClientRow, type AdminPage } from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

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

const SHOP = { client_name: 'Shop', redirect_uris: ['https://shop.example/callback'] }

async function register(fields: object = SHOP) {
  const answer = await admin.call('POST', '/clients', fields)
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return {
    ...answer.json<AdminClient & { client_secret?: string }>(),
    etag: String(answer.headers['etag']),
    location: answer.headers['location'],
  }
}

async function lastEvent(type: string) {
  const { rows } = await test.database.pool.query<{ detail: object; actor_id: string; client_id: string }>(
    'SELECT detail, actor_id, client_id FROM audit_events WHERE type = $1 ORDER BY sequence DESC LIMIT 1',
    [type],
  )
  return rows[0]
}

describe('registering a client', () => {
  it('answers 201 with what its kind needs, where it stands, and its secret this once', async () => {
    const made = await register()
    expect(made).toMatchObject({
      client_name: 'Shop',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
      scopes: ['openid', 'profile', 'email', 'offline_access'],
    })
    expect(made.client_secret).toMatch(/^[\w-]{43}$/u)
    expect(made.location).toBe(`/admin/v1/clients/${made.client_id}`)
    const shown = await admin.get(`/clients/${made.client_id}`)
    expect(shown.json()).not.toHaveProperty('client_secret')
    expect(shown.body).not.toContain(made.client_secret)
    expect(shown.headers['etag']).toBe(made.etag)
  })

  it('is an audit event of who did it, without the secret, in the same transaction', async () => {
    const made = await register()
    const event = await lastEvent('client.registered')
    expect(event).toMatchObject({ actor_id: admin.person.user.id, client_id: made.client_id })
    expect(JSON.stringify(event)).not.toContain(made.client_secret)
    expect((await new AuditStore(test.database).verifyChain()).brokenAt).toBeUndefined()
  })

  it.each([
    ['an unknown field', { ...SHOP, redirect_url: 'https://shop.example' }, 'redirect_url'],
    ['no name', { redirect_uris: SHOP.redirect_uris }, 'client_name'],
    [
      'a redirect URI with a fragment (RFC 6749 §3.1.2)',
      { ...SHOP, redirect_uris: ['https://shop.example/#a'] },
      'redirect_uris',
    ],
    ['no redirect URI for the code grant (RFC 6749 §3.1.2.2)', { client_name: 'Shop' }, 'redirect_uris'],
    ['a list where a text belongs', { ...SHOP, client_name: ['a'] }, 'client_name'],
    ['null where nothing can be null', { ...SHOP, grant_types: null }, 'grant_types'],
    [
      'an API that is not registered',
      { ...SHOP, resource_scopes: [{ resource: 'urn:none', scope: 'a' }] },
      'resource_scopes',
    ],
    ['a private key', { ...SHOP, jwks: { keys: [{ kty: 'EC', d: 'x' }] } }, 'jwks'],
    ['a short secret', { ...SHOP, client_secret: 'guessable' }, 'client_secret'],
    [
      'a scope object of another shape',
      { ...SHOP, resource_scopes: [{ resource: 3 }] },
      'resource_scopes[0].resource',
    ],
  ])('refuses %s, naming the field, and makes nothing', async (_, fields, field) => {
    const before = (await new ClientStore(test.database).list()).length
    const answer = await admin.call('POST', '/clients', fields)
    expect(answer.statusCode).toBe(422)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/u)
    const { errors, trace_id: traceId } = answer.json<{ errors: { field: string }[]; trace_id: string }>()
    expect(errors.map((error) => error.field)).toContain(field)
    expect(traceId).toMatch(/^[0-9a-f]{16}$/u)
    expect((await new ClientStore(test.database).list()).length).toBe(before)
  })

  it('refuses an id that is taken', async () => {
    const answer = await admin.call('POST', '/clients', { ...SHOP, client_id: console.clientId })
    expect(answer.json()).toMatchObject({ errors: [{ field: 'client_id' }] })
  })

  it('refuses a body that is not JSON', async () => {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/admin/v1/clients',
      headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
      payload: '{"client_name":',
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.body).not.toContain('at ')
  })
})

describe('changing a client', () => {
  it('changes what is given, and says in the audit log what was before', async () => {
    const made = await register()
    test.clock.advance(5)
    const answer = await admin.call(
      'PATCH',
      `/clients/${made.client_id}`,
      { client_name: 'Store' },
      { 'if-match': made.etag },
    )
    expect(answer.json()).toMatchObject({ client_name: 'Store', redirect_uris: SHOP.redirect_uris })
    expect(answer.headers['etag']).not.toBe(made.etag)
    expect((await lastEvent('client.updated'))?.detail).toMatchObject({
      before: { client_name: 'Shop' },
      after: { client_name: 'Store' },
    })
  })

  it('wants to know which version was seen (RFC 6585 §3)', async () => {
    const made = await register()
    const answer = await admin.call('PATCH', `/clients/${made.client_id}`, { client_name: 'Store' })
    expect(answer.statusCode).toBe(428)
  })

  it('of a version that somebody else changed is refused with what it is now (RFC 9110 §13.1.1)', async () => {
    const made = await register()
    test.clock.advance(5)
    await owner.call(
      'PATCH',
      `/clients/${made.client_id}`,
      { client_name: 'First' },
      { 'if-match': made.etag },
    )
    const answer = await admin.call(
      'PATCH',
      `/clients/${made.client_id}`,
      { client_name: 'Second' },
      { 'if-match': made.etag },
    )
    expect(answer.statusCode).toBe(412)
    expect(answer.json()).toMatchObject({ current: { client_name: 'First' } })
    expect((await admin.get(`/clients/${made.client_id}`)).json()).toMatchObject({ client_name: 'First' })
  })

  it('of two at the same moment lets one win', async () => {
    const made = await register()
    test.clock.advance(5)
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map((name) =>
        admin.call('PATCH', `/clients/${made.client_id}`, { client_name: name }, { 'if-match': made.etag }),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toStrictEqual([200, 412, 412, 412])
  })
})

describe('clients of the admin API', () => {
  const scope = { resource: ADMIN_RESOURCE, scope: 'admin:users:write' }
  const service = {
    client_name: 'Robot',
    kind: 'service',
    default_resource: ADMIN_RESOURCE,
    resource_scopes: [scope],
  }

  it('are registered by an owner and by nobody else', async () => {
    expect((await admin.call('POST', '/clients', service)).statusCode).toBe(403)
    expect((await owner.call('POST', '/clients', service)).statusCode).toBe(201)
  })

  it('cannot be taken over by an admin who adds a secret, changes or removes them', async () => {
    const robot = (await owner.call('POST', '/clients', service)).json<AdminClient>()
    const path = `/clients/${robot.client_id}`
    const tries = [
      admin.call('POST', `${path}/secrets`, {}),
      admin.call('PATCH', path, { client_name: 'Mine' }, { 'if-match': '*' }),
      admin.call('POST', `${path}/disable`),
      admin.call('DELETE', path),
      admin.call('DELETE', `${path}/secrets/${robot.secrets[0]?.id}`),
    ]
    for (const answer of await Promise.all(tries)) expect(answer.statusCode).toBe(403)
  })

  it('cannot raise themselves: a client is no owner', async () => {
    const resource = await new ResourceStore(test.database).find(ADMIN_RESOURCE)
    const robot = await test.confidentialClient({}, resource)
    const caller = await AdminCaller.client(test, robot, ['admin:clients:write'])
    expect((await caller.call('POST', '/clients', service)).statusCode).toBe(403)
    expect((await caller.call('POST', '/clients', SHOP)).statusCode).toBe(201)
  })
})

describe('the list of clients', () => {
  it('finds by part of the name in any case, page by page, and counts', async () => {
    for (const name of ['Zebra one', 'zebra two', 'ZEBRA three'])
      await register({ ...SHOP, client_name: name })
    const first = (await admin.get('/clients?search=eBrA&limit=2')).json<AdminPage<AdminClientRow>>()
    expect(first.items.map(({ client_name: name }) => name)).toStrictEqual(['Zebra one', 'ZEBRA three'])
    expect(first.total).toBe(3)
    const next = `/clients?search=eBrA&limit=2&cursor=${first.next_cursor}`
    const second = (await admin.get(next)).json<AdminPage<AdminClientRow>>()
    expect(second.items.map(({ client_name: name }) => name)).toStrictEqual(['zebra two'])
    expect(second.next_cursor).toBeNull()
  })

  it('tells the clients that are the server of an API, which need not ask for its scopes', async () => {
    const resource = 'https://served.example'
    await new ResourceStore(test.database).create({
      identifier: resource,
      name: 'Served',
      createdAt: test.clock.now(),
      updatedAt: test.clock.now(),
    })
    const server = await register({ kind: 'service', client_name: 'Server', resource_server_for: resource })
    const found = async (query: string) =>
      (await admin.get(`/clients?${query}=${resource}`)).json<AdminPage<AdminClientRow>>().items
    expect((await found('resource_server_for')).map((row) => row.client_id)).toEqual([server.client_id])
    expect(await found('resource')).toEqual([])
  })

  it.each([
    ['a signed percent sign finds itself alone', 'search=%25'],
    ['a made-up cursor', 'cursor=abc', 422],
    ['a cursor of another order', `cursor=${Buffer.from('["-name","a","b"]').toString('base64url')}`, 422],
    [
      'a moment that is none',
      `sort=created_at&cursor=${Buffer.from('["created_at","x","b"]').toString('base64url')}`,
      422,
    ],
    ['too many rows', 'limit=101', 422],
    ['an unknown order', 'sort=secret', 422],
    ['an unknown filter', 'owner=me', 422],
    ['a filter twice', 'state=on&state=off', 422],
  ])('%s', async (_, query, status = 200) => {
    const answer = await admin.get(`/clients?${query}`)
    expect(answer.statusCode).toBe(status)
    if (status === 200) expect(answer.json()).toMatchObject({ items: [], total: 0 })
  })
})

describe('switching off and removing', () => {
  it('spares the client through which the owner calls, so that nobody locks everybody out', async () => {
    const path = `/clients/${console.clientId}`
    for (const refused of [await owner.call('POST', `${path}/disable`), await owner.call('DELETE', path)]) {
      expect(refused.json()).toMatchObject({ type: 'urn:gatehouse:admin:conflict', status: 409 })
    }
    expect((await owner.get(path)).json()).toMatchObject({ disabled_at: null })
  })

  it('end the tokens of the client', async () => {
    const client = await test.confidentialClient()
    const { access_token: token } = await test.tokens(client, await test.person())
    expect((await admin.call('POST', `/clients/${client.clientId}/disable`)).json()).toMatchObject({
      disabled_at: expect.stringMatching(/^2026-/u) as unknown,
    })
    const answer = await test.get('/oauth2/userinfo', { authorization: `Bearer ${token}` })
    expect(answer.statusCode).toBe(401)
    test.clock.advance(5)
    expect((await test.refresh(client, 'any')).json()).toMatchObject({ error: 'invalid_client' })
    await admin.call('POST', `/clients/${client.clientId}/enable`)
    test.clock.advance(5)
    expect((await test.refresh(client, 'any')).json()).toMatchObject({ error: 'invalid_grant' })
    expect((await admin.call('DELETE', `/clients/${client.clientId}`)).statusCode).toBe(204)
    expect((await admin.get(`/clients/${client.clientId}`)).statusCode).toBe(404)
  })
})
