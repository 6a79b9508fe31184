import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson, type Manner } from '../person/scripted-person.js'
import { expectErrorPage } from './checks.js'
import { TestedClient, type Wish } from './tested-client.js'

const RETURN_TO = 'https://client.example.test/signed-out'

describe('OpenID Connect RP-Initiated Logout OP', () => {
  let gatehouse: RunningGatehouse
  let client: TestedClient
  let person: ScriptedPerson
  let idToken: string

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    client = await TestedClient.register(gatehouse, {
      name: 'Conformance sign-out',
      postLogoutRedirectUris: [RETURN_TO],
      clientUri: 'https://client.example.test/',
    })
  }, START_TIMEOUT)

  beforeEach(async () => {
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
    idToken = (await client.signIn(person)).tokens.id_token
  })

  /** Goes to the end session endpoint with the parameters of the plan, changed as wished. */
  function signOut(wish: Wish = {}, manner: Manner = {}) {
    const parameters: Wish = {
      id_token_hint: idToken,
      post_logout_redirect_uri: RETURN_TO,
      state: 'state',
      ...wish,
    }
    const url = new URL(client.metadata.end_session_endpoint)
    for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value)
    return person.follow(url, manner)
  }

  const expectSignedOut = async () =>
    expect(await client.refusal(person, { prompt: 'none' })).toBe('login_required')
  const expectSignedIn = async () => {
    const { response } = await client.authorize(person, { prompt: 'none' })
    expect(response.has('code')).toBe(true)
  }

  it('oidcc-rp-initiated-logout-discovery-endpoint-verification (RP-Initiated Logout §2.1)', () => {
    expect(new URL(client.metadata.end_session_endpoint).origin).toBe(new URL(gatehouse.issuer).origin)
  })

  it('oidcc-rp-initiated-logout: signed out and sent back with the state, however long (RP-Initiated Logout §3)', async () => {
    const state = randomBytes(96).toString('base64')
    const { redirect, pages } = await signOut({ state })
    expect(pages).toEqual([])
    expect(redirect?.href).toBe(`${RETURN_TO}?${new URLSearchParams({ state }).toString()}`)
    await expectSignedOut()
  })

  it('ends by POST as well (RP-Initiated Logout §2)', async () => {
    const form = new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: RETURN_TO })
    const { redirect } = await person.follow(new URL(client.metadata.end_session_endpoint), {}, form)
    expect(redirect?.href).toBe(RETURN_TO)
    await expectSignedOut()
  })

  it('oidcc-rp-initiated-logout-no-state: sent back without one (RP-Initiated Logout §3)', async () => {
    expect((await signOut({ state: undefined })).redirect?.href).toBe(RETURN_TO)
    await expectSignedOut()
  })

  it.each([
    ['oidcc-rp-initiated-logout-bad-post-logout-redirect-uri', `${RETURN_TO}/other`],
    ['oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri', `${RETURN_TO}?foo=bar`],
    ['an address elsewhere', 'https://attacker.example.test/'],
  ])('%s: an error page, never a redirect (RP-Initiated Logout §3)', async (_module, uri) => {
    expectErrorPage(await signOut({ post_logout_redirect_uri: uri }))
  })

  it('oidcc-rp-initiated-logout-modified-id-token-hint: alg none is no proof, and the person stays signed in (RP-Initiated Logout §4)', async () => {
    const [, payload] = idToken.split('.')
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`
    expectErrorPage(await signOut({ id_token_hint: unsigned }))
    await expectSignedIn()
  })

  it.each([
    ['oidcc-rp-initiated-logout-bad-id-token-hint', (token: string) => `${token.slice(0, -8)}AAAAAAAA`],
    ['a hint that is no token at all', () => 'nonsense'],
  ])('%s: an error page, and the person stays signed in (RP-Initiated Logout §4)', async (_module, spoil) => {
    expectErrorPage(await signOut({ id_token_hint: spoil(idToken) }))
    await expectSignedIn()
  })

  it('oidcc-rp-initiated-logout-no-id-token-hint: never sent back on the word of an address alone (RP-Initiated Logout §2)', async () => {
    expectErrorPage(await signOut({ id_token_hint: undefined }))
    await expectSignedIn()
  })

  it('asks the person where client_id comes without a hint, and goes on only after a yes (RP-Initiated Logout §2, §6)', async () => {
    const wish = { id_token_hint: undefined, client_id: client.registration.clientId }
    const asked = await signOut(wish, { stopsAt: 'sign-out' })
    expect(asked.steps).toEqual(['sign-out'])
    await expectSignedIn()
    expect((await signOut(wish)).redirect?.href).toBe(`${RETURN_TO}?state=state`)
    await expectSignedOut()
  })

  it('refuses a client_id that is not the audience of the hint (RP-Initiated Logout §2)', async () => {
    expectErrorPage(await signOut({ client_id: gatehouse.demo.clientId }))
    await expectSignedIn()
  })

  it.each([
    ['oidcc-rp-initiated-logout-no-params', { state: undefined }],
    ['oidcc-rp-initiated-logout-only-state', {}],
  ])(
    '%s: the person is asked, then signed out, and stays here (RP-Initiated Logout §2)',
    async (_module, wish) => {
      const only = { id_token_hint: undefined, post_logout_redirect_uri: undefined, ...wish }
      const { steps, redirect, pages } = await signOut(only)
      expect(steps).toEqual(['sign-out'])
      expect(redirect).toBeUndefined()
      expect(pages.at(-1)?.heading).toBe('You are signed out')
      await expectSignedOut()
    },
  )

  it('oidcc-rp-initiated-logout-no-post-logout-redirect-uri: signed out, and told so here (RP-Initiated Logout §4)', async () => {
    const { redirect, pages } = await signOut({ post_logout_redirect_uri: undefined })
    expect(redirect).toBeUndefined()
    expect(pages.at(-1)?.heading).toBe('You are signed out')
    expect(pages.at(-1)?.html).toContain('href="https://client.example.test/"')
    await expectSignedOut()
  })

  it('ends the access tokens of the session with it (Back-Channel Logout §2.7 for refresh tokens)', async () => {
    const { tokens } = await client.signIn(person, { scope: 'openid offline_access' })
    await signOut()
    const answer = await fetch(client.metadata.userinfo_endpoint, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    expect(answer.status).toBe(401)
  })
})
