import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import type {
  AdminPage,
  AdminTokenFamily,
  AdminTokenFamilyRow,
  AdminTokenInspection,
} from '@gatehouse/token-types'
import { payloadOf, TestingApp, type Person } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let admin: AdminCaller
let shop: ClientRecord
let person: Person

beforeAll(async () => {
  test = await TestingApp.start()
  admin = await AdminCaller.with(test, await installAdminApi(test), ['admin'])
  shop = await test.confidentialClient({ name: 'Shop', scopes: ['openid', 'offline_access'] })
  person = await test.person()
})

afterAll(() => test.close())

const tokensOf = (whose: Person) => test.tokens(shop, whose, { scope: ['openid', 'offline_access'] })
const list = async (query: string) =>
  (await admin.get(`/token-families?${query}`)).json<AdminPage<AdminTokenFamilyRow>>()
const inspect = async (token: string) =>
  (await admin.call('POST', '/tokens/inspect', { token })).json<AdminTokenInspection>()
const revoke = (body: object) => admin.call('POST', '/tokens/revoke', body)

describe('refresh families', () => {
  it('are found by person, client, grant, session and state, in both orders', async () => {
    const tokens = await tokensOf(person)
    const { gid, sid } = payloadOf(tokens.access_token)
    for (const query of [
      `user_id=${person.user.id}`,
      `client_id=${shop.clientId}`,
      `grant_id=${String(gid)}`,
      `session_id=${String(sid)}`,
      `search=${person.user.username}&state=alive`,
      `search=${shop.clientId}`,
      `search=${String(gid)}`,
      `client_id=${shop.clientId}&sort=-last_rotated_at`,
    ]) {
      const { items } = await list(query)
      expect(items[0]).toMatchObject({ client_name: 'Shop', username: person.user.username, state: 'alive' })
      expect(items[0]?.dpop_jkt).toBeNull()
    }
    expect((await list('user_id=nobody')).items).toStrictEqual([])
    expect((await list(`client_id=${shop.clientId}&state=reused`)).items).toStrictEqual([])
  })

  it('show their life: issued, rotated and reused, without any token or digest', async () => {
    const someone = await test.person()
    const first = await tokensOf(someone)
    test.clock.advance(30)
    const second = (await test.refresh(shop, first.refresh_token)).json<{ refresh_token: string }>()
    test.clock.advance(30)
    expect((await test.refresh(shop, first.refresh_token)).statusCode).toBe(400)
    const { items } = await list(`user_id=${someone.user.id}&state=reused`)
    const answer = await admin.get(`/token-families/${items[0]?.id}`)
    expect(answer.json<AdminTokenFamily>().timeline.map(({ what }) => what)).toStrictEqual([
      'issued',
      'rotated',
      'reused',
    ])
    expect(answer.body).not.toContain(second.refresh_token)
    expect(answer.body).not.toMatch(/digest|sealed/u)
  })

  it('end one, several, or all of a person, with their access tokens', async () => {
    const someone = await test.person()
    const [one, two, three] = [await tokensOf(someone), await tokensOf(someone), await tokensOf(someone)]
    const family = (await inspect(one.refresh_token)).family_id
    const shown = await admin.call('POST', `/token-families/${family}/revoke`)
    expect(shown.json<AdminTokenFamily>()).toMatchObject({ state: 'revoked', revoked_reason: 'admin' })
    expect((await test.refresh(shop, one.refresh_token)).statusCode).toBe(400)
    expect((await inspect(one.access_token)).state).toBe('revoked')
    const ids = [(await inspect(two.refresh_token)).family_id, 'no id at all']
    expect((await admin.call('POST', '/token-families/revoke', { ids })).json()).toStrictEqual({
      families: 1,
    })
    expect((await inspect(three.access_token)).state).toBe('alive')
    await admin.call('POST', '/token-families/revoke', { user_id: someone.user.id })
    expect((await inspect(three.access_token)).state).toBe('revoked')
    expect((await test.refresh(shop, three.refresh_token)).statusCode).toBe(400)
  })

  it('are not ended by a request that names nothing, or two things', async () => {
    for (const body of [{}, { ids: [], client_id: 'x' }]) {
      expect((await admin.call('POST', '/token-families/revoke', body)).statusCode).toBe(422)
    }
    expect((await admin.call('POST', '/token-families/nothing/revoke')).statusCode).toBe(404)
  })
})

describe('a pasted token', () => {
  it('is told by its kind, with whose it is', async () => {
    const { access_token, id_token, refresh_token } = await tokensOf(person)
    const whose = { client_name: 'Shop', username: person.user.username, state: 'alive' }
    expect(await inspect(` ${access_token}\n`)).toMatchObject({
      kind: 'access_token',
      is_signature_valid: true,
      is_issuer_ours: true,
      ...whose,
    })
    expect(await inspect(id_token)).toMatchObject({ kind: 'id_token', ...whose })
    const found = await inspect(refresh_token)
    expect(found).toMatchObject({ kind: 'refresh_token', ...whose })
    expect((await inspect(access_token)).family_id).toBe(found.family_id)
    expect(await inspect(await test.code(shop, person))).toMatchObject({
      kind: 'authorization_code',
      ...whose,
    })
    expect(await inspect('no token')).toMatchObject({ kind: 'unknown', state: 'unknown' })
  })

  it('that was changed is foreign, and nothing that it says is believed', async () => {
    const { access_token } = await tokensOf(person)
    const [header, , signature] = access_token.split('.')
    const claims = { ...payloadOf(access_token), iat: 1e300, exp: 1e300 }
    const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
    expect(await inspect(forged)).toMatchObject({
      state: 'foreign',
      is_signature_valid: false,
      username: null,
      family_id: null,
      expires_at: null,
    })
    expect((await revoke({ token: forged })).statusCode).toBe(409)
  })

  it('ends alone, and the entry that ended it is named', async () => {
    const { access_token, refresh_token, id_token } = await tokensOf(person)
    expect((await revoke({ token: access_token })).statusCode).toBe(201)
    const { jti } = payloadOf(access_token)
    const entry = { claim: 'jti', value: jti, reason: 'admin' }
    expect(await inspect(access_token)).toMatchObject({ state: 'revoked', revoked_by: [entry] })
    expect(await inspect(String(jti))).toMatchObject({ kind: 'token_id', state: 'revoked' })
    expect((await inspect(refresh_token)).state).toBe('alive')
    expect((await revoke({ token: refresh_token })).json()).toStrictEqual({ families: 1 })
    expect((await inspect(refresh_token)).state).toBe('revoked')
    expect((await revoke({ token: id_token })).statusCode).toBe(409)
  })

  it('is nowhere in the database afterwards', async () => {
    const { access_token } = await tokensOf(person)
    await inspect(access_token)
    await revoke({ token: access_token })
    const { rows } = await test.database.pool.query(
      'SELECT a::text FROM audit_events a UNION ALL SELECT f::text FROM failure_records f',
    )
    expect(JSON.stringify(rows)).not.toContain(access_token.split('.')[2])
  })
})

describe('tokens by a claim', () => {
  it.each(['gid', 'sid', 'sub'] as const)('%s end, with the families that carry it', async (claim) => {
    const someone = await test.person()
    const { access_token, refresh_token } = await tokensOf(someone)
    const value = String(payloadOf(access_token)[claim])
    expect((await revoke({ claim, value })).json()).toStrictEqual({ families: 1 })
    expect((await test.refresh(shop, refresh_token)).statusCode).toBe(400)
    const listed = await admin.get(`/revocations?claim=${claim}&value=${value}`)
    expect(listed.json()).toMatchObject({ items: [{ claim, value, name: someone.user.username }] })
  })

  it('need a claim that tokens carry, and not a token besides', async () => {
    for (const body of [
      {},
      { claim: 'kid', value: 'x' },
      { claim: 'sub' },
      { token: 'x', claim: 'sub', value: 'x' },
    ]) {
      expect((await revoke(body)).statusCode).toBe(422)
    }
  })
})
