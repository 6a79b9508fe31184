import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SessionStore, type ClientRecord } from '@gatehouse/data-access'
import { byId, find } from '../../../pages/page-reader.fixture.js'
import { ISSUER, TestingApp, type Person } from '../../../testing-app.fixture.js'

const PATH = '/oauth2/logout'
const RETURN = 'https://client.example/signed-out?a=b'

let test: TestingApp
let client: ClientRecord
beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient({ postLogoutRedirectUris: [RETURN] })
})
afterAll(() => test.close())

const hintOf = async (person: Person, by = client) => (await test.tokens(by, person)).id_token
const query = (parameters: Record<string, string>) => `${PATH}?${new URLSearchParams(parameters).toString()}`
const ask = (person: Person | undefined, parameters: Record<string, string>) =>
  test.get(query(parameters), person ? { cookie: person.cookie } : {})
const isSignedIn = async ({ session }: Person) =>
  (await new SessionStore(test.database).findById(session.id))?.endedAt === null

/** Opens the page that asks, and posts its form as the browser would, with differences. */
async function confirm(
  person: Person,
  parameters: Record<string, string>,
  decision: string,
  change: { csrf?: string; headers?: Record<string, string> } = {},
) {
  const page = await ask(person, parameters)
  expect(page.statusCode).toBe(200)
  const browser = page.cookies.map(({ name, value }) => `${name}=${value}`)
  const csrf = find(page.body, 'input').find(({ attributes }) => attributes['name'] === 'csrf')
  return test.post(
    byId(page.body, 'sign-out')['action'] ?? '',
    { csrf: change.csrf ?? csrf?.attributes['value'] ?? '', decision },
    { cookie: [person.cookie, ...browser].join('; '), origin: ISSUER, ...change.headers },
  )
}

describe('sign-out with an ID token of the person (OIDC RP-Initiated Logout §2)', () => {
  it('ends the session and its tokens at once, and returns with the state', async () => {
    const person = await test.person()
    const tokens = await test.tokens(client, person)
    const parameters = { id_token_hint: tokens.id_token, post_logout_redirect_uri: RETURN, state: 'x y' }
    const answer = await ask(person, parameters)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${RETURN}&state=x+y`])
    expect(answer.cookies).toEqual([
      expect.objectContaining({ name: 'gatehouse-session', value: '', maxAge: 0 }),
    ])
    expect(await isSignedIn(person)).toBe(false)
    expect((await test.introspect(client, tokens.access_token)).json()).toEqual({ active: false })
  })

  it('does so by POST, and by a hint that has expired (§2)', async () => {
    const person = await test.person()
    const hint = await hintOf(person)
    test.clock.advance(2 * 3600)
    const answer = await test.post(PATH, { id_token_hint: hint }, { cookie: person.cookie })
    expect(answer.statusCode).toBe(200)
    expect(await isSignedIn(person)).toBe(false)
  })

  it('sends a cross-site POST round by GET, where the browser brings its cookie: nobody stays signed in unknowingly', async () => {
    const person = await test.person()
    const parameters = { id_token_hint: await hintOf(person), post_logout_redirect_uri: RETURN }
    const posted = await test.post(PATH, parameters, { 'sec-fetch-site': 'cross-site' })
    expect([posted.statusCode, posted.headers.location]).toEqual([303, query(parameters)])
    const answer = await test.get(posted.headers.location ?? '', { cookie: person.cookie })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, RETURN])
    expect(await isSignedIn(person)).toBe(false)
  })

  it('asks when the hint is of another person, and goes on to the client after the answer (§2)', async () => {
    const [person, other] = [await test.person(), await test.person()]
    const parameters = { id_token_hint: await hintOf(other), post_logout_redirect_uri: RETURN, state: 's' }
    expect((await ask(person, parameters)).statusCode).toBe(200)
    expect(await isSignedIn(person)).toBe(true)
    const answer = await confirm(person, parameters, 'sign-out')
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${RETURN}&state=s`])
    expect(await isSignedIn(person)).toBe(false)
    expect(await isSignedIn(other)).toBe(true)
  })

  it('refuses a hint that is not ours, changed, an access token, or of another client than named (§2)', async () => {
    const person = await test.person()
    const { id_token, access_token } = await test.tokens(client, person)
    const signing = await test.confidentialClient({ userinfoSignedResponseAlg: 'RS256' })
    const userinfo = await test.get('/oauth2/userinfo', {
      authorization: `Bearer ${(await test.tokens(signing, person)).access_token}`,
    })
    const other = await test.confidentialClient()
    for (const parameters of [
      { id_token_hint: 'x' },
      { id_token_hint: `${id_token.slice(0, -4)}AAAA` },
      { id_token_hint: access_token },
      { id_token_hint: userinfo.body },
      { id_token_hint: id_token, client_id: other.clientId },
    ]) {
      const answer = await ask(person, { ...parameters, post_logout_redirect_uri: RETURN })
      expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined])
    }
    expect(await isSignedIn(person)).toBe(true)
  })
})

describe('sign-out without a hint (OIDC RP-Initiated Logout §2, §6)', () => {
  const named = () => ({ client_id: client.clientId, post_logout_redirect_uri: RETURN })

  it('only asks: a link alone ends no session', async () => {
    const person = await test.person()
    const answer = await ask(person, named())
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('id="sign-out"')
    expect(await isSignedIn(person)).toBe(true)
  })

  it('ends the session when the person confirms, and keeps it when not', async () => {
    const person = await test.person()
    const stay = await confirm(person, named(), 'stay')
    expect([stay.statusCode, stay.headers.location]).toEqual([303, RETURN])
    expect(await isSignedIn(person)).toBe(true)
    const leave = await confirm(person, named(), 'sign-out')
    expect([leave.statusCode, leave.headers.location]).toEqual([303, RETURN])
    expect(await isSignedIn(person)).toBe(false)
  })

  it.each([
    ['a forged anti-forgery token', { csrf: 'x'.repeat(43) }],
    ['none', { csrf: '' }],
    ['another origin', { headers: { origin: 'https://evil.example' } }],
    ['a cross-site fetch', { headers: { 'sec-fetch-site': 'cross-site' } }],
  ])('refuses the confirmation with %s (RFC 9700 §4.7)', async (_, change) => {
    const person = await test.person()
    const answer = await confirm(person, named(), 'sign-out', change)
    expect(answer.statusCode).toBe(403)
    expect(await isSignedIn(person)).toBe(true)
  })

  it('refuses the anti-forgery token of another session of the same browser (RFC 9700 §4.7)', async () => {
    const [one, two] = [await test.person(), await test.person()]
    const answer = await confirm(one, named(), 'sign-out', { headers: { cookie: two.cookie } })
    expect(answer.statusCode).toBe(403)
    expect(await isSignedIn(two)).toBe(true)
  })
})

describe('where a sign-out leads (OIDC RP-Initiated Logout §3)', () => {
  it('shows a page when nobody is signed in, and follows a registered address', async () => {
    expect((await ask(undefined, {})).statusCode).toBe(200)
    const answer = await ask(undefined, { client_id: client.clientId, post_logout_redirect_uri: RETURN })
    expect(answer.headers.location).toBe(RETURN)
  })

  it.each([
    ['https://evil.example/', true],
    ['https://client.example/signed-out?a=b#c', true],
    ['https://client.example/signed-out', true],
    ['//client.example/signed-out?a=b', true],
    ['javascript:alert(1)', true],
    [RETURN, false],
  ])('never follows %s (client named: %s)', async (uri, isNamed) => {
    const person = await test.person()
    const parameters = { post_logout_redirect_uri: uri, ...(isNamed ? { client_id: client.clientId } : {}) }
    for (const by of [person, undefined]) {
      const answer = await ask(by, parameters)
      expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined])
    }
    expect(await isSignedIn(person)).toBe(true)
  })

  it('never follows the address of a client that was switched off', async () => {
    const off = await test.confidentialClient({
      postLogoutRedirectUris: [RETURN],
      disabledAt: test.clock.now(),
    })
    const answer = await ask(undefined, { client_id: off.clientId, post_logout_redirect_uri: RETURN })
    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined])
  })

  it('refuses a parameter that came twice (RFC 6749 §3.1)', async () => {
    const answer = await test.get(`${PATH}?client_id=${client.clientId}&client_id=other`)
    expect(answer.statusCode).toBe(400)
  })
})
