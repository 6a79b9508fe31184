import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import { TestingApp, type Person } from '../../../testing-app.fixture.js'

let test: TestingApp
let client: ClientRecord
let person: Person

beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient()
  person = await test.person()
})
afterAll(() => test.close())

const revoke = (by: ClientRecord, token: string, change: Record<string, string> = {}) =>
  test.as(by, '/oauth2/revoke', { token, ...change })
const active = async (token: string) => (await test.introspect(client, token)).json().active as boolean
const offline = { scope: ['openid', 'offline_access'] }

describe('the revocation endpoint', () => {
  it('ends an access token alone (RFC 7009 §2.1)', async () => {
    const tokens = await test.tokens(client, person, offline)
    const answer = await revoke(client, tokens.access_token)
    expect([answer.statusCode, answer.body]).toEqual([200, ''])
    expect(await active(tokens.access_token)).toBe(false)
    expect(await active(tokens.refresh_token)).toBe(true)
  })

  it('ends a refresh token with every access token of its family (RFC 7009 §2.1)', async () => {
    const first = await test.tokens(client, person, offline)
    const second = (await test.refresh(client, first.refresh_token)).json()
    expect((await revoke(client, second.refresh_token)).statusCode).toBe(200)
    expect(await active(first.access_token)).toBe(false)
    expect(await active(second.access_token)).toBe(false)
    expect((await test.refresh(client, second.refresh_token)).json()).toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('does so by an old refresh token too, and leaves other families alone (RFC 7009 §2.1)', async () => {
    const first = await test.tokens(client, person, offline)
    const other = await test.tokens(client, person, offline)
    const second = (await test.refresh(client, first.refresh_token)).json()
    await revoke(client, first.refresh_token)
    expect(await active(second.refresh_token)).toBe(false)
    expect(await active(other.refresh_token)).toBe(true)
  })

  it('answers 200 to a token that is unknown, dead, or wrongly hinted at (RFC 7009 §2.1, §2.2)', async () => {
    const { access_token } = await test.tokens(client, person)
    expect((await revoke(client, 'unknown')).statusCode).toBe(200)
    expect((await revoke(client, access_token, { token_type_hint: 'refresh_token' })).statusCode).toBe(200)
    expect(await active(access_token)).toBe(false)
    expect((await revoke(client, access_token, { token_type_hint: 'nonsense' })).statusCode).toBe(200)
  })

  it('refuses the tokens of another client, and they live on (RFC 7009 §2.1)', async () => {
    const stranger = await test.confidentialClient()
    const tokens = await test.tokens(client, person, offline)
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      const answer = await revoke(stranger, token)
      expect([answer.statusCode, answer.json().error]).toEqual([400, 'unauthorized_client'])
      expect(await active(token)).toBe(true)
    }
  })

  it('lets a public client end its own tokens (RFC 7009 §2.1)', async () => {
    const open = await aClient(test.database)
    const tokens = await test.tokens(open, person, offline)
    expect((await revoke(open, tokens.refresh_token)).statusCode).toBe(200)
    expect((await test.refresh(open, tokens.refresh_token)).statusCode).toBe(400)
  })

  it('demands client authentication and the token (RFC 7009 §2.1)', async () => {
    expect((await test.post('/oauth2/revoke', { token: 'x' })).statusCode).toBe(401)
    const answer = await test.as(client, '/oauth2/revoke', {})
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_request'])
  })
})
