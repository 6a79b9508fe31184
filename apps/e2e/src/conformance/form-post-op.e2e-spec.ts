import { beforeAll, describe, expect, it } from '@jest/globals'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson } from '../person/scripted-person.js'
import { expectErrorPage, expectIdToken } from './checks.js'
import { TestedClient } from './tested-client.js'

const FORM_POST = { response_mode: 'form_post' }

describe('OpenID Connect Form Post OP', () => {
  let gatehouse: RunningGatehouse
  let client: TestedClient
  let person: ScriptedPerson

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    client = await TestedClient.register(gatehouse, { name: 'Conformance form post' })
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
  }, START_TIMEOUT)

  it('oidcc-server: the code comes in a form that goes to the redirect URI by POST (Form Post Response Mode §2)', async () => {
    const outcome = await client.authorize(person.inNewBrowser(), FORM_POST)
    expect([...outcome.response.keys()].sort()).toEqual(['code', 'iss', 'state'])
    const page = outcome.pages.at(-1)
    expect(page?.status).toBe(200)
    expect(page?.headers.get('cache-control')).toContain('no-store')
    expect(page?.html).toMatch(
      /<form[^>]*method="post"[^>]*action="https:\/\/client\.example\.test\/callback"/u,
    )
    expect(page?.headers.get('content-security-policy')).toContain(
      "form-action 'self' https://client.example.test",
    )
    const tokens = await client.exchange(outcome)
    await expectIdToken(client.metadata, tokens.id_token, {
      clientId: client.registration.clientId,
      nonce: outcome.request.get('nonce'),
      accessToken: tokens.access_token,
    })
  })

  it('carries markup in state as text and gives it back unchanged (Form Post Response Mode §6)', async () => {
    const state = `"><script>alert('x')</script>&amp;`
    const outcome = await client.authorize(person, { ...FORM_POST, state })
    expect(outcome.response.get('state')).toBe(state)
    expect(outcome.pages.at(-1)?.html).not.toContain('<script>alert')
  })

  it.each([
    ['oidcc-response-type-missing', { response_type: undefined }, 'invalid_request'],
    ['oidcc-prompt-none-not-logged-in', { prompt: 'none' }, 'login_required'],
    ['a response type that is not offered', { response_type: 'id_token' }, 'unsupported_response_type'],
  ])('%s: the error comes by form too (Form Post Response Mode §2)', async (_module, wish, error) => {
    expect(await client.refusal(person.inNewBrowser(), { ...FORM_POST, ...wish })).toBe(error)
  })

  it('tells access_denied by form (OIDC Core §3.1.2.6)', async () => {
    const wish = { ...FORM_POST, prompt: 'consent' }
    expect(await client.refusal(person, wish, { consent: 'deny' })).toBe('access_denied')
  })

  it('oidcc-ensure-registered-redirect-uri: no form for an address that is not registered (RFC 6749 §3.1.2.4)', async () => {
    const redirect_uri = 'https://attacker.example.test/callback'
    const url = client.authorizationUrl(client.request({ ...FORM_POST, redirect_uri }))
    const page = expectErrorPage(await person.follow(url))
    expect(page.forms).toEqual([])
  })

  it('answers a response mode that it does not know in the default one (OAuth 2.0 Multiple Response Types §2.1)', async () => {
    expect(await client.refusal(person, { response_mode: 'pigeon' })).toBe('invalid_request')
    expect(await client.refusal(person, { response_mode: 'fragment' })).toBe('invalid_request')
  })
})
