import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SessionStore, type ClientRecord } from '@gatehouse/data-access'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { basic, ISSUER, payloadOf, TestingApp, type Form, type Person } from '../../../testing-app.fixture.js'

const PATH = '/oauth2/userinfo'

let test: TestingApp
let client: ClientRecord
let person: Person
let token: string

beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient()
  person = await test.person()
  token = (await test.tokens(client, person, { scope: ['openid', 'email'] })).access_token
})
afterAll(() => test.close())

const bearer = (value = token) => ({ authorization: `Bearer ${value}` })

describe('the userinfo endpoint', () => {
  it.each([
    ['by header with GET (RFC 6750 §2.1)', () => test.get(PATH, bearer())],
    ['by header with POST (RFC 6750 §2.1)', () => test.post(PATH, {}, bearer())],
    ['by form with POST (RFC 6750 §2.2)', () => test.post(PATH, { access_token: token })],
  ])('takes a token %s', async (_, ask) => {
    const answer = await ask()
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.json()).toEqual({
      sub: person.user.id,
      email: person.user.email,
      email_verified: true,
    })
  })

  it.each([
    ['nothing', () => test.get(PATH)],
    [
      'the token in the query (RFC 6750 §2.3 is not offered)',
      () => test.get(`${PATH}?access_token=${token}`),
    ],
    ['the token in the query of a POST', () => test.post(`${PATH}?access_token=${token}`, {})],
    ['client credentials', () => test.get(PATH, { authorization: basic(client.clientId) })],
    ['an empty token', () => test.get(PATH, { authorization: 'Bearer ' })],
  ])('answers %s with a challenge that names no error (RFC 6750 §3.1)', async (_, ask) => {
    const answer = await ask()
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="gatehouse"')
  })

  it.each<[string, Form, Record<string, string>]>([
    ['header and form', { access_token: 'x' }, { authorization: 'Bearer x' }],
    [
      'the form twice',
      [
        ['access_token', 'x'],
        ['access_token', 'y'],
      ],
      {},
    ],
  ])('refuses a token by %s (RFC 6750 §2)', async (_, form, headers) => {
    const answer = await test.post(PATH, form, headers)
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_request'])
  })

  it('names invalid_token for a token that is none, changed, or an ID token (RFC 6750 §3.1, RFC 9068 §4)', async () => {
    const { id_token } = await test.tokens(client, person)
    for (const wrong of ['x', 'a.b.c', `${token}x`, id_token]) {
      const answer = await test.get(PATH, bearer(wrong))
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/)
    }
  })

  it('names insufficient_scope for a token without openid (RFC 6750 §3.1, OIDC Core §5.3)', async () => {
    const { access_token } = await test.tokens(client, person, { scope: ['profile'] })
    const answer = await test.get(PATH, bearer(access_token))
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer error="insufficient_scope"/)
  })

  it('refuses a token that a client got for itself (OIDC Core §5.3)', async () => {
    const answer = await test.token(client, { grant_type: 'client_credentials' })
    expect((await test.get(PATH, bearer(answer.json().access_token))).statusCode).toBe(403)
  })

  it('tells what the claims parameter asked for by name, and ignores names it does not know (OIDC Core §5.5)', async () => {
    const asked = { given_name: null, 'https://unknown.example': { essential: true }, __proto__: null }
    const claims = { userinfo: asked, id_token: { nickname: null } }
    const { access_token } = await test.tokens(client, person, { claims })
    expect(payloadOf(access_token)['userinfo_claims']).toEqual(['given_name'])
    const answer = await test.get(PATH, bearer(access_token))
    expect(answer.json()).toEqual({ sub: person.user.id, given_name: 'Ada' })
  })

  it('signs the answer for a client that registered for it, with iss and aud (OIDC Core §5.3.2)', async () => {
    const careful = await test.confidentialClient({ userinfoSignedResponseAlg: 'RS256' })
    const { access_token } = await test.tokens(careful, person)
    const answer = await test.get(PATH, bearer(access_token))
    expect(answer.headers['content-type']).toBe('application/jwt')
    const keys = createLocalJWKSet((await test.get('/.well-known/jwks.json')).json())
    const { payload } = await jwtVerify(answer.body, keys, { algorithms: ['RS256'] })
    const iat = test.clock.now().getTime() / 1000
    expect(payload).toEqual({ iss: ISSUER, aud: careful.clientId, sub: person.user.id, iat })
  })
})

describe('the end of a token at the userinfo endpoint', () => {
  it('refuses an expired token (RFC 6750 §3.1)', async () => {
    const { access_token } = await test.tokens(client, person)
    test.clock.advance(900)
    expect((await test.get(PATH, bearer(access_token))).statusCode).toBe(401)
  })

  it('refuses a revoked token (RFC 7009 §2.2)', async () => {
    const { access_token } = await test.tokens(client, person)
    await test.as(client, '/oauth2/revoke', { token: access_token })
    expect((await test.get(PATH, bearer(access_token))).statusCode).toBe(401)
  })

  it('refuses the token of a person who signed out or was switched off (RFC 6750 §3.1)', async () => {
    const leaving = await test.person()
    const left = await test.tokens(client, leaving)
    await new SessionStore(test.database).end(leaving.session.id, test.clock.now(), 'sign_out')
    expect((await test.get(PATH, bearer(left.access_token))).statusCode).toBe(401)
    const disabled = await test.person()
    const off = await test.tokens(client, disabled)
    await test.database.prisma.user.update({
      where: { id: disabled.user.id },
      data: { disabledAt: test.clock.now() },
    })
    expect((await test.get(PATH, bearer(off.access_token))).statusCode).toBe(401)
  })

  it('opens to every origin, without credentials (CORS)', async () => {
    const answer = await test.get(PATH, { ...bearer('x'), origin: 'https://app.example' })
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
  })
})
