import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { GrantStore, SessionStore, type ClientRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import { payloadOf, REDIRECT_URI, TestingApp, type Person } from '../../../testing-app.fixture.js'

let test: TestingApp
let client: ClientRecord
let person: Person

beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient()
  person = await test.person()
})
afterAll(() => test.close())

const active = async (token: string) => (await test.introspect(client, token)).json().active as boolean

describe('the token endpoint with grant_type=authorization_code', () => {
  it('answers with tokens that no cache may keep (RFC 6749 §4.1.4, §5.1)', async () => {
    const answer = await test.redeem(client, await test.code(client, person, { nonce: 'n-1' }))
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['pragma']).toBe('no-cache')
    const body = answer.json()
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'openid' })
    expect(body).not.toHaveProperty('refresh_token')
    expect(payloadOf(body.id_token)).toMatchObject({
      sub: person.user.id,
      aud: client.clientId,
      nonce: 'n-1',
      sid: person.session.id,
    })
  })

  it('gives a refresh token for offline_access, and without openid by the registration alone (OIDC Core §11)', async () => {
    const offline = await test.tokens(client, person, { scope: ['openid', 'offline_access'] })
    expect(offline.refresh_token).toEqual(expect.any(String))
    const plain = await test.tokens(client, person, { scope: ['profile'] })
    expect(plain.refresh_token).toEqual(expect.any(String))
    expect(plain).not.toHaveProperty('id_token')
  })

  it('refuses a code the second time and ends the access token it gave (RFC 6749 §4.1.2)', async () => {
    const code = await test.code(client, person)
    const { access_token } = (await test.redeem(client, code)).json()
    expect(await active(access_token)).toBe(true)
    const again = await test.redeem(client, code)
    expect(again.statusCode).toBe(400)
    expect(again.json()).toMatchObject({ error: 'invalid_grant' })
    expect(await active(access_token)).toBe(false)
  })

  it('ends the whole refresh family, successors included, when its code comes again (RFC 6749 §4.1.2, RFC 9700 §4.5)', async () => {
    const code = await test.code(client, person, { scope: ['openid', 'offline_access'] })
    const first = (await test.redeem(client, code)).json()
    const second = (await test.refresh(client, first.refresh_token)).json()
    await test.redeem(client, code)
    expect((await test.refresh(client, second.refresh_token)).json()).toMatchObject({
      error: 'invalid_grant',
    })
    expect(await active(first.access_token)).toBe(false)
    expect(await active(second.access_token)).toBe(false)
  })

  it('refuses the code of another client and leaves it usable for its own (RFC 6749 §4.1.3)', async () => {
    const code = await test.code(client, person)
    const thief = await test.confidentialClient()
    expect((await test.redeem(thief, code)).json()).toMatchObject({ error: 'invalid_grant' })
    expect((await test.redeem(client, code)).statusCode).toBe(200)
  })

  it('refuses a code at the second in which it expires, by the server clock (RFC 6749 §4.1.2)', async () => {
    const late = await test.code(client, person)
    const inTime = await test.code(client, person)
    test.clock.advance(59)
    expect((await test.redeem(client, inTime)).statusCode).toBe(200)
    test.clock.advance(1)
    expect((await test.redeem(client, late)).json()).toMatchObject({ error: 'invalid_grant' })
  })

  it.each([
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }],
    ['an empty verifier', { code_verifier: '' }],
    ['the challenge itself as verifier', { code_verifier: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' }],
    ['another redirect_uri', { redirect_uri: `${REDIRECT_URI}/` }],
    ['no redirect_uri', { redirect_uri: '' }],
  ])('refuses %s and burns nothing (RFC 7636 §4.6, RFC 6749 §4.1.3)', async (_, change) => {
    const code = await test.code(client, person)
    const answer = await test.redeem(client, code, change)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: 'invalid_grant' })
    expect((await test.redeem(client, code)).statusCode).toBe(200)
  })

  it('refuses a verifier where the request had no challenge: the PKCE downgrade (RFC 9700 §4.8.2)', async () => {
    const code = await test.code(client, person, { codeChallenge: null })
    expect((await test.redeem(client, code)).json()).toMatchObject({ error: 'invalid_grant' })
    expect((await test.redeem(client, code, { code_verifier: '' })).statusCode).toBe(200)
  })

  it('refuses another resource than the one that was authorized (RFC 8707 §2.2)', async () => {
    const resource = await test.resource()
    const code = await test.code(client, person, { resource: resource.identifier })
    const other = await test.redeem(client, code, { resource: 'https://other.example' })
    expect(other.json()).toMatchObject({ error: 'invalid_target' })
    const answer = await test.redeem(client, code, { resource: resource.identifier })
    expect(payloadOf(answer.json().access_token)['aud']).toBe(resource.identifier)
  })

  it('redeems for a public client by PKCE alone (RFC 8252 §8.1)', async () => {
    const app = await aClient(test.database)
    expect((await test.redeem(app, await test.code(app, person))).statusCode).toBe(200)
  })
})

describe('what happens between the code and its redemption', () => {
  const refused = async (client: ClientRecord, code: string) => {
    const answer = await test.redeem(client, code)
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_grant'])
  }

  it('refuses when the person has signed out (RFC 6749 §4.1.3)', async () => {
    const leaving = await test.person()
    const code = await test.code(client, leaving)
    await new SessionStore(test.database).end(leaving.session.id, test.clock.now(), 'sign_out')
    await refused(client, code)
  })

  it('refuses when the account was switched off (RFC 6749 §4.1.3)', async () => {
    const disabled = await test.person()
    const code = await test.code(client, disabled)
    await test.database.prisma.user.update({
      where: { id: disabled.user.id },
      data: { disabledAt: test.clock.now() },
    })
    await refused(client, code)
  })

  it('refuses when the consent was withdrawn (RFC 6749 §4.1.3)', async () => {
    const other = await test.person()
    const code = await test.code(client, other)
    await new GrantStore(test.database).withdraw(other.user.id, client.clientId, test.clock.now())
    await refused(client, code)
  })

  it('refuses when the consent was withdrawn and given anew: it is another grant (RFC 6749 §4.1.3)', async () => {
    const other = await test.person()
    const grants = new GrantStore(test.database)
    const code = await test.code(client, other)
    await grants.withdraw(other.user.id, client.clientId, test.clock.now())
    await grants.ensure(other.user.id, client.clientId, [], test.clock.now())
    await refused(client, code)
  })

  it('does not know a client that was switched off (RFC 6749 §5.2 invalid_client)', async () => {
    const off = await test.confidentialClient()
    const code = await test.code(off, person)
    await test.database.prisma.client.update({
      where: { clientId: off.clientId },
      data: { disabledAt: test.clock.now() },
    })
    const answer = await test.redeem(off, code)
    expect([answer.statusCode, answer.json().error]).toEqual([401, 'invalid_client'])
  })
})
