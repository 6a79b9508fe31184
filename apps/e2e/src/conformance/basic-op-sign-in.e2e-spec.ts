import { beforeAll, describe, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson } from '../person/scripted-person.js'
import { expectIdToken } from './checks.js'
import { TestedClient, type Wish } from './tested-client.js'

describe('OpenID Connect Basic OP: how and when a person signs in', () => {
  let gatehouse: RunningGatehouse
  let client: TestedClient
  let person: ScriptedPerson

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    client = await TestedClient.register(gatehouse, { name: 'Conformance sign-in' })
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
    await client.signIn(person)
  }, START_TIMEOUT)

  /** Signs in by a request and returns what the ID token says, and the forms that were met. */
  async function idTokenFor(who: ScriptedPerson, wish: Wish = {}) {
    const { tokens, outcome } = await client.signIn(who, wish)
    const payload = await expectIdToken(client.metadata, tokens.id_token, {
      clientId: client.registration.clientId,
      nonce: outcome.request.get('nonce'),
      accessToken: tokens.access_token,
    })
    return { payload, steps: outcome.steps, pages: outcome.pages, idToken: tokens.id_token }
  }

  it.each([
    ['oidcc-display-page', 'page'],
    ['oidcc-display-popup', 'popup'],
  ])(
    '%s: the sign-in page takes the form that is asked for (OIDC Core §3.1.2.1)',
    async (_module, display) => {
      const { pages } = await idTokenFor(person.inNewBrowser(), { display })
      expect(pages[0]?.html).toContain(`data-display="${display}"`)
    },
  )

  it('oidcc-prompt-login: the person signs in again, and auth_time is that moment (OIDC Core §3.1.2.1)', async () => {
    const first = await idTokenFor(person)
    await sleep(1100)
    const second = await idTokenFor(person, { prompt: 'login' })
    expect(second.steps).toEqual(['sign-in'])
    expect(second.payload.sub).toBe(first.payload.sub)
    expect(second.payload.auth_time).toBeGreaterThan(first.payload.auth_time)
    expect(second.payload.auth_time).toBeGreaterThan(Math.floor(Date.now() / 1000) - 10)
  })

  it('oidcc-prompt-none-not-logged-in: login_required without a page (OIDC Core §3.1.2.6)', async () => {
    expect(await client.refusal(person.inNewBrowser(), { prompt: 'none' })).toBe('login_required')
  })

  it('answers prompt=none with consent_required where consent is missing (OIDC Core §3.1.2.6)', async () => {
    const newcomer = await TestedClient.register(gatehouse, { name: 'Conformance newcomer' })
    expect(await newcomer.refusal(person, { prompt: 'none' })).toBe('consent_required')
  })

  it('oidcc-prompt-none-logged-in: no page, and the same sub and auth_time (OIDC Core §3.1.2.1)', async () => {
    const first = await idTokenFor(person)
    const second = await idTokenFor(person, { prompt: 'none' })
    expect(second.pages).toEqual([])
    expect(second.payload).toMatchObject({ sub: first.payload.sub, auth_time: first.payload.auth_time })
  })

  it('refuses prompt=none beside another value, and an unknown one (OIDC Core §3.1.2.1)', async () => {
    expect(await client.refusal(person, { prompt: 'none login' })).toBe('invalid_request')
    expect(await client.refusal(person, { prompt: 'dance' })).toBe('invalid_request')
  })

  it('asks for consent again with prompt=consent, and for the account with select_account (OIDC Core §3.1.2.1)', async () => {
    expect((await idTokenFor(person, { prompt: 'consent' })).steps).toEqual(['consent'])
    expect((await idTokenFor(person, { prompt: 'select_account' })).steps).toEqual(['select-account'])
  })

  it('oidcc-max-age-1: a sign-in of two seconds ago is too old (OIDC Core §3.1.2.1)', async () => {
    const first = await idTokenFor(person, { prompt: 'login' })
    await sleep(2000)
    const second = await idTokenFor(person, { max_age: '1' })
    expect(second.steps).toEqual(['sign-in'])
    expect(second.payload.sub).toBe(first.payload.sub)
    expect(second.payload.auth_time).toBeGreaterThan(first.payload.auth_time)
  })

  it('oidcc-max-age-10000: a sign-in of just now will do, and auth_time stays (OIDC Core §3.1.2.1)', async () => {
    const first = await idTokenFor(person)
    const second = await idTokenFor(person, { max_age: '10000' })
    expect(second.steps).toEqual([])
    expect(second.payload.auth_time).toBe(first.payload.auth_time)
  })

  it('refuses a max_age that is no number, and asks again with 0 (OIDC Core §3.1.2.1)', async () => {
    expect(await client.refusal(person, { max_age: '-1' })).toBe('invalid_request')
    expect((await idTokenFor(person, { max_age: '0' })).steps).toEqual(['sign-in'])
  })

  it('oidcc-ensure-request-with-unknown-parameter-succeeds: it is ignored (RFC 6749 §3.1)', async () => {
    expect((await idTokenFor(person, { extra: 'foobar' })).steps).toEqual([])
  })

  it('oidcc-id-token-hint: with prompt=none the hinted person goes through (OIDC Core §3.1.2.1)', async () => {
    const first = await idTokenFor(person)
    const second = await idTokenFor(person, { prompt: 'none', id_token_hint: first.idToken })
    expect(second.payload.sub).toBe(first.payload.sub)
  })

  it('refuses a hint that was not signed here (OIDC Core §3.1.2.2)', async () => {
    const { idToken } = await idTokenFor(person)
    const [, payload] = idToken.split('.')
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`
    expect(await client.refusal(person, { prompt: 'none', id_token_hint: unsigned })).toBe('invalid_request')
  })

  it('oidcc-login-hint: the name is filled in (OIDC Core §3.1.2.1)', async () => {
    const hint = 'bob"><b>@example.com'
    const url = client.authorizationUrl(client.request({ login_hint: hint }))
    const { pages } = await person.inNewBrowser().follow(url, { stopsAt: 'sign-in' })
    expect(pages[0]?.forms[0]?.fields['username']).toBe(hint)
    expect(pages[0]?.html).not.toContain('<b>@')
  })

  it('oidcc-ui-locales: the first language that there is (OIDC Core §3.1.2.1)', async () => {
    const { pages } = await idTokenFor(person.inNewBrowser(), { ui_locales: 'fr-CA de en' })
    expect(pages[0]?.html).toContain('<html lang="de"')
    expect(pages[0]?.heading).toBe('Anmelden')
  })

  it('oidcc-claims-locales: the request goes through (OIDC Core §5.2)', async () => {
    expect((await idTokenFor(person, { claims_locales: 'se' })).payload.sub).toBeTruthy()
  })

  it('oidcc-ensure-request-with-acr-values-succeeds: and the ID token says which was reached (OIDC Core §3.1.2.1)', async () => {
    const { payload } = await idTokenFor(person, { acr_values: '1 2' })
    expect(client.metadata['acr_values_supported']).toContain(payload['acr'])
  })

  it('tells the client access_denied when the person does not consent (OIDC Core §3.1.2.6)', async () => {
    const deny = { consent: 'deny' } as const
    expect(await client.refusal(person, { prompt: 'consent' }, deny)).toBe('access_denied')
  })
})
