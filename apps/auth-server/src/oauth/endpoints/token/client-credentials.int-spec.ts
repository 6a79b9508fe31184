import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ClientStore, type ClientRecord, type ResourceRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import { basic, payloadOf, TestingApp } from '../../../testing-app.fixture.js'

let test: TestingApp
let resource: ResourceRecord
let client: ClientRecord

beforeAll(async () => {
  test = await TestingApp.start()
  resource = await test.resource()
  client = await test.confidentialClient({ defaultResource: resource.identifier }, resource)
})
afterAll(() => test.close())

const ask = (change: Record<string, string> = {}, by = client) =>
  test.token(by, { grant_type: 'client_credentials', ...change })

describe('the token endpoint with grant_type=client_credentials', () => {
  it('gives the whole ceiling at the default resource, and neither refresh nor ID token (RFC 6749 §4.4.3)', async () => {
    const body = (await ask()).json()
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'scope', 'token_type'])
    expect(body.scope.split(' ').sort()).toEqual(['accounts:read', 'accounts:write'])
    const claims = payloadOf(body.access_token)
    expect(claims).toMatchObject({
      sub: client.clientId,
      client_id: client.clientId,
      aud: resource.identifier,
    })
    expect(claims).not.toHaveProperty('sid')
    expect(claims).not.toHaveProperty('gid')
  })

  it('gives just the scope that was asked for (RFC 6749 §3.3)', async () => {
    expect((await ask({ scope: 'accounts:read' })).json().scope).toBe('accounts:read')
  })

  it.each([
    [
      'invalid_scope for a scope beyond the ceiling (RFC 6749 §3.3)',
      { scope: 'accounts:delete' },
      'invalid_scope',
    ],
    [
      'invalid_scope for openid: there is no person (OIDC Core §3.1.2.1)',
      { scope: 'openid' },
      'invalid_scope',
    ],
    ['invalid_scope for a malformed scope (RFC 6749 §3.3)', { scope: 'a"b' }, 'invalid_scope'],
    [
      'invalid_target for an unknown resource (RFC 8707 §2)',
      { resource: 'https://no.example' },
      'invalid_target',
    ],
  ])('answers %s', async (_, change, error) => {
    const answer = await ask(change)
    expect([answer.statusCode, answer.json().error]).toEqual([400, error])
  })

  it('answers invalid_target for two resources: a token is for one (RFC 8707 §2.2)', async () => {
    const form = [
      ['grant_type', 'client_credentials'],
      ['resource', resource.identifier],
      ['resource', 'https://two.example'],
    ] as const
    const authorization = basic(client.clientId)
    const answer = await test.post('/oauth2/token', form, { authorization })
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_target'])
  })

  it('answers invalid_target for a resource at which the client has no scope (RFC 8707 §2)', async () => {
    const closed = await test.resource()
    expect((await ask({ resource: closed.identifier })).json()).toMatchObject({ error: 'invalid_target' })
  })

  it('refuses a public client, even one that is registered for the grant (RFC 6749 §4.4)', async () => {
    const open = await aClient(test.database, { grantTypes: ['client_credentials'] })
    const answer = await ask({}, open)
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'unauthorized_client'])
  })

  it('takes the lifetime of the resource, and that of the client before it', async () => {
    const brief = await test.confidentialClient({ accessTokenLifetimeSeconds: 60 }, resource)
    const body = (await ask({ resource: resource.identifier }, brief)).json()
    expect(body.expires_in).toBe(60)
    test.clock.advance(61)
    expect((await test.introspect(brief, body.access_token)).json()).toEqual({ active: false })
  })

  it('gives a client that was just switched off nothing that lives: a server may not know of it yet (RFC 7009 §2.1)', async () => {
    const fired = await test.confidentialClient({ defaultResource: resource.identifier }, resource)
    const server = await test.confidentialClient({ resourceServerFor: resource.identifier })
    const isActive = async (token: string) => (await test.introspect(server, token)).json().active
    expect(await isActive((await ask({}, fired)).json().access_token)).toBe(true)
    await new ClientStore(test.database).disable(fired.clientId, test.clock.now())
    test.clock.advance(1)
    const late = await ask({}, fired)
    expect(late.statusCode).toBe(200)
    expect(await isActive(late.json().access_token)).toBe(false)
    test.clock.advance(1)
    expect((await ask({}, fired)).json().error).toBe('invalid_client')
  })
})
