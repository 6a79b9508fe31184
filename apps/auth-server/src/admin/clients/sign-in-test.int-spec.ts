import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { GrantStore, ResourceStore, UserStore, type ClientRecord } from '@gatehouse/data-access'
import { ADMIN_RESOURCE, type AdminSignInTest } from '@gatehouse/token-types'
import { aResource } from '@gatehouse/testing'
import {
  CODE_CHALLENGE,
  ISSUER,
  payloadOf,
  REDIRECT_URI,
  TestingApp,
  type Person,
} from '../../testing-app.fixture.js'
import { ACR_PASSWORD } from '../../identity/browser-sessions.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

const API = 'https://orders.example'
/** Claims that only the sign-in or the issuance decides. */
const LATER = ['jti', 'sid', 'gid', 'at_hash']

let test: TestingApp
let client: ClientRecord
let support: AdminCaller
let person: Person

beforeAll(async () => {
  test = await TestingApp.start()
  const console = await installAdminApi(test)
  support = await AdminCaller.with(test, console, ['support'])
  const resource = await aResource(test.database, {
    identifier: API,
    scopes: [{ name: 'orders:read', consentText: 'See orders' }],
    roles: [{ name: 'clerk', description: 'Works' }],
  })
  client = await test.confidentialClient(
    { requireConsent: true, scopes: ['openid', 'email', 'offline_access'] },
    resource,
  )
  person = await test.person()
  await new UserStore(test.database).grantRole(person.user.id, API, 'clerk', test.clock.now())
})

afterAll(() => test.close())

const request = (change: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: client.clientId,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: 'openid email orders:read',
    resource: API,
    state: 's',
    code_challenge: CODE_CHALLENGE,
    code_challenge_method: 'S256',
    ...change,
  }).toString()

const tried = (body: object, by = support) =>
  by.call('POST', `/clients/${encodeURIComponent(client.clientId)}/sign-in-test`, body)

const told = async (text: string, user?: string): Promise<AdminSignInTest> => {
  const answer = await tried({ request: text, ...(user === undefined ? {} : { user }) })
  expect(answer.statusCode).toBe(200)
  return answer.json()
}

/** Rows of everything that a request could leave behind. */
async function traces(): Promise<unknown> {
  const { rows } = await test.database.pool.query(`SELECT (SELECT count(*) FROM interactions) AS interactions,
    (SELECT count(*) FROM authorization_codes) AS codes, (SELECT count(*) FROM grants) AS grants,
    (SELECT count(*) FROM failure_records) AS failures`)
  return rows[0]
}

describe('the test of a sign-in', () => {
  it('tells the steps, the scope and where the answer goes, and leaves nothing behind', async () => {
    const before = await traces()
    expect(await told(`${ISSUER}/oauth2/authorize?${request()}#`)).toEqual({
      refusal: null,
      steps: ['sign_in', 'consent'],
      redirect_uri: REDIRECT_URI,
      scope: ['openid', 'email', 'orders:read'],
      resource: API,
      has_refresh_token: false,
      access_token: null,
      id_token: null,
      userinfo: null,
    })
    expect(await traces()).toEqual(before)
  })

  it('tells of a person what the real tokens hold, but for what is known later alone', async () => {
    const asked = { scope: 'openid email offline_access orders:read', nonce: 'n' }
    const preview = await told(request(asked), person.user.id)
    expect(preview.has_refresh_token).toBe(true)
    const tokens = await test.tokens(client, person, {
      scope: asked.scope.split(' '),
      resource: API,
      nonce: 'n',
      acr: ACR_PASSWORD,
    })
    const known = (claims: object) =>
      Object.fromEntries(Object.entries(claims).filter(([name]) => !LATER.includes(name)))
    expect(known(preview.access_token ?? {})).toEqual({
      ...known(payloadOf(tokens.access_token)),
      auth_time: expect.any(Number),
    })
    expect(known(preview.id_token ?? {})).toEqual({
      ...known(payloadOf(tokens.id_token ?? '')),
      auth_time: expect.any(Number),
    })
    expect(preview.access_token).toMatchObject({ roles: ['clerk'], jti: '…', sid: '…', gid: '…' })
    const bearer = { authorization: `Bearer ${tokens.access_token}` }
    expect(preview.userinfo).toEqual((await test.get('/oauth2/userinfo', bearer)).json())
  })

  it('knows what a person allowed before', async () => {
    const scopes = ['openid', 'email'].map((scope) => ({ resource: '', scope }))
    const allowed = [...scopes, { resource: API, scope: 'orders:read' }]
    await new GrantStore(test.database).ensure(person.user.id, client.clientId, allowed, test.clock.now())
    expect((await told(request(), person.user.id)).steps).toEqual(['sign_in'])
    expect((await told(request({ prompt: 'consent' }), person.user.id)).steps).toEqual(['sign_in', 'consent'])
  })

  it.each<[string, Record<string, string>, string, string]>([
    [
      'a redirect URI that is not registered',
      { redirect_uri: `${REDIRECT_URI}/` },
      'page',
      'redirect_uri.not_registered',
    ],
    ['a scope that is not allowed', { scope: 'openid phone' }, 'client', 'scope.not_allowed'],
    ['no PKCE', { code_challenge: '', code_challenge_method: '' }, 'client', 'pkce.challenge_missing'],
    ['an unknown API', { resource: 'https://nowhere.example' }, 'client', 'resource.unknown'],
    ['a silent request', { prompt: 'none' }, 'client', 'prompt_none.sign_in'],
    [
      'an acr that cannot be reached',
      { claims: JSON.stringify({ id_token: { acr: { essential: true, value: 'gold' } } }) },
      'client',
      'acr.essential',
    ],
    ['the implicit grant', { response_type: 'token' }, 'client', 'response_type.unsupported'],
  ])('says why it would refuse %s, and where', async (_, change, shown_at, rule) => {
    const before = await traces()
    const { refusal, access_token } = await told(request(change), person.user.id)
    expect(refusal).toMatchObject({ shown_at, description: expect.any(String) })
    expect([refusal?.rule, access_token]).toEqual([rule, null])
    expect(await traces()).toEqual(before)
  })

  it('is of this client and of somebody who is there', async () => {
    const other = await tried({ request: request({ client_id: 'another' }) })
    expect([other.statusCode, other.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ field: 'request' })] }),
    ])
    const suspended = await test.person()
    const nobody = await tried({ request: request(), user: 'nobody' })
    expect([nobody.statusCode, nobody.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ field: 'user' })] }),
    ])
    const claims = JSON.stringify({ id_token: { sub: { value: person.user.id } } })
    const meant = await tried({ request: request({ claims }), user: support.person.user.id })
    expect([meant.statusCode, meant.body]).toEqual([
      422,
      expect.stringContaining('is not whom the request wants'),
    ])
    await test.database.prisma.user.update({
      where: { id: suspended.user.id },
      data: { disabledAt: new Date() },
    })
    expect((await tried({ request: request(), user: suspended.user.id })).statusCode).toBe(422)
    for (const text of ['', '?', 'https://[', '%%%'])
      expect((await tried({ request: text })).statusCode).toBe(422)
  })

  it('tells of a person only those who may see people', async () => {
    const robot = await test.confidentialClient(
      {},
      await new ResourceStore(test.database).find(ADMIN_RESOURCE),
    )
    const caller = await AdminCaller.client(test, robot, ['admin:clients:read'])
    expect((await tried({ request: request() }, caller)).statusCode).toBe(200)
    expect((await tried({ request: request(), user: person.user.id }, caller)).statusCode).toBe(403)
  })
})
