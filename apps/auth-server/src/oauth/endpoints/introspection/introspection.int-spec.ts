import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord, ResourceRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import { ISSUER, payloadOf, TestingApp, type Person } from '../../../testing-app.fixture.js'

const INACTIVE = { active: false }

let test: TestingApp
let resource: ResourceRecord
let client: ClientRecord
let api: ClientRecord
let person: Person

beforeAll(async () => {
  test = await TestingApp.start()
  resource = await test.resource()
  client = await test.confidentialClient({}, resource)
  api = await test.confidentialClient({ resourceServerFor: resource.identifier })
  person = await test.person()
})
afterAll(() => test.close())

const asked = async (by: ClientRecord, token: string) => (await test.introspect(by, token)).json()
const offline = { scope: ['openid', 'offline_access'] }

describe('the introspection endpoint', () => {
  it('shows a client the access token that it got, as it was issued (RFC 7662 §2.2)', async () => {
    const { access_token } = await test.tokens(client, person)
    const answer = await test.introspect(client, access_token)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.json()).toEqual({ active: true, token_type: 'Bearer', ...payloadOf(access_token) })
  })

  it('shows a resource server the tokens for its resource and no others (RFC 7662 §4)', async () => {
    const forApi = await test.tokens(client, person, { resource: resource.identifier })
    expect(await asked(api, forApi.access_token)).toMatchObject({ active: true, aud: resource.identifier })
    expect(await asked(api, (await test.tokens(client, person)).access_token)).toEqual(INACTIVE)
  })

  it('shows nothing of a token to a client that it does not concern (RFC 7662 §4)', async () => {
    const stranger = await test.confidentialClient()
    const tokens = await test.tokens(client, person, offline)
    expect(await asked(stranger, tokens.access_token)).toEqual(INACTIVE)
    expect(await asked(stranger, tokens.refresh_token)).toEqual(INACTIVE)
    expect(await asked(api, tokens.refresh_token)).toEqual(INACTIVE)
  })

  it('knows an own refresh token until it is redeemed (RFC 7662 §2.2)', async () => {
    const { refresh_token } = await test.tokens(client, person, offline)
    expect(await asked(client, refresh_token)).toMatchObject({
      active: true,
      client_id: client.clientId,
      sub: person.user.id,
      scope: 'openid offline_access',
    })
    await test.refresh(client, refresh_token)
    expect(await asked(client, refresh_token)).toEqual(INACTIVE)
  })

  it('says inactive of expired tokens (RFC 7662 §2.2)', async () => {
    const tokens = await test.tokens(client, person, offline)
    test.clock.advance(900)
    expect(await asked(client, tokens.access_token)).toEqual(INACTIVE)
    test.clock.advance(14 * 86_400)
    expect(await asked(client, tokens.refresh_token)).toEqual(INACTIVE)
  })

  it('says inactive of a refresh token whose person was switched off (RFC 7662 §2.2)', async () => {
    const other = await test.person()
    const { refresh_token } = await test.tokens(client, other, offline)
    await test.database.prisma.user.update({
      where: { id: other.user.id },
      data: { disabledAt: test.clock.now() },
    })
    expect(await asked(client, refresh_token)).toEqual(INACTIVE)
  })

  it('takes neither an ID token nor a token that was changed for an access token (RFC 9068 §4)', async () => {
    const { id_token, access_token } = await test.tokens(client, person)
    const [header, , signature] = access_token.split('.')
    const changed = { ...payloadOf(access_token), sub: 'somebody', iss: ISSUER }
    const forged = [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
    for (const token of [id_token, forged, 'x', 'a.b.c', `${access_token}x`, 'ü'.repeat(9_000)]) {
      expect(await asked(client, token)).toEqual(INACTIVE)
    }
  })

  it('refuses a public client: it cannot prove who it is (RFC 7662 §2.1)', async () => {
    const open = await aClient(test.database)
    const { access_token } = await test.tokens(open, person)
    const answer = await test.introspect(open, access_token)
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'unauthorized_client'])
  })

  it('demands client authentication and the token (RFC 7662 §2.1)', async () => {
    expect((await test.post('/oauth2/introspect', { token: 'x' })).statusCode).toBe(401)
    const answer = await test.as(client, '/oauth2/introspect', {})
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_request'])
  })
})
