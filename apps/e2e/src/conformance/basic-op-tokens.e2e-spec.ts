import { beforeAll, describe, expect, it } from '@jest/globals'
import { decodeProtectedHeader } from 'jose'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson } from '../person/scripted-person.js'
import { expectErrorPage, expectIdToken, expectProtocolClaimsAlone } from './checks.js'
import { TestedClient } from './tested-client.js'

describe('OpenID Connect Basic OP: responses, ID token and userinfo', () => {
  let gatehouse: RunningGatehouse
  let client: TestedClient
  let person: ScriptedPerson

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    client = await TestedClient.register(gatehouse, { name: 'Conformance tokens' })
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
  }, START_TIMEOUT)

  it('oidcc-server: a code gives an ID token with every claim right (OIDC Core §3.1.3.3, §3.1.3.7)', async () => {
    const { outcome, tokens } = await client.signIn(person.inNewBrowser())
    expect(outcome.steps).toEqual(['sign-in', 'consent'])
    const payload = await expectIdToken(client.metadata, tokens.id_token, {
      clientId: client.registration.clientId,
      nonce: outcome.request.get('nonce'),
      accessToken: tokens.access_token,
    })
    expectProtocolClaimsAlone(payload)
  })

  it('oidcc-response-type-missing: the client learns invalid_request (RFC 6749 §3.1.1)', async () => {
    expect(await client.refusal(person, { response_type: undefined })).toBe('invalid_request')
  })

  it('oidcc-idtoken-signature: signed by the key that kid names among the published ones (OIDC Core §10.1)', async () => {
    const { tokens } = await client.signIn(person)
    const answer = await fetch(client.metadata.jwks_uri)
    const { keys } = (await answer.json()) as { keys: { kid: string; use: string; alg: string }[] }
    const header = decodeProtectedHeader(tokens.id_token)
    expect(keys.filter(({ kid }) => kid === header.kid)).toEqual([
      expect.objectContaining({ use: 'sig', alg: header.alg }),
    ])
  })

  it('oidcc-idtoken-unsigned: none is not among the algorithms, so the module does not apply (OIDC Core §3.1.3.7)', () => {
    expect(client.metadata['id_token_signing_alg_values_supported']).not.toContain('none')
  })

  it.each([
    ['oidcc-userinfo-get: the token in the header of a GET', 'GET', 'header'],
    ['oidcc-userinfo-post-header: the token in the header of a POST', 'POST', 'header'],
    ['oidcc-userinfo-post-body: the token in the form of a POST', 'POST', 'body'],
  ])('%s gives the same subject as the ID token (OIDC Core §5.3.1)', async (_title, method, place) => {
    const { tokens, outcome } = await client.signIn(person)
    const answer = await fetch(client.metadata.userinfo_endpoint, {
      method,
      headers: place === 'header' ? { authorization: `Bearer ${tokens.access_token}` } : {},
      ...(place === 'body' ? { body: new URLSearchParams({ access_token: tokens.access_token }) } : {}),
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/u)
    expect(answer.headers.get('cache-control')).toContain('no-store')
    const { sub } = await expectIdToken(client.metadata, tokens.id_token, {
      clientId: client.registration.clientId,
      nonce: outcome.request.get('nonce'),
      accessToken: tokens.access_token,
    })
    expect(await answer.json()).toEqual({ sub })
  })

  it('refuses userinfo without a token by a challenge alone, and with a wrong one by invalid_token (RFC 6750 §3.1)', async () => {
    const bare = await fetch(client.metadata.userinfo_endpoint)
    expect(bare.status).toBe(401)
    expect(bare.headers.get('www-authenticate')).toMatch(/^Bearer\b(?!.*error)/u)
    const wrong = await fetch(client.metadata.userinfo_endpoint, {
      headers: { authorization: 'Bearer not-a-token' },
    })
    expect(wrong.status).toBe(401)
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/u)
  })

  it('oidcc-ensure-request-without-nonce-succeeds-for-code-flow: and the ID token has none (OIDC Core §3.1.2.1)', async () => {
    const { tokens } = await client.signIn(person, { nonce: undefined })
    const payload = await expectIdToken(client.metadata, tokens.id_token, {
      clientId: client.registration.clientId,
      accessToken: tokens.access_token,
    })
    expect(payload).not.toHaveProperty('nonce')
  })

  it('returns no state where none was sent (RFC 6749 §4.1.2)', async () => {
    const { response } = await client.authorize(person, { state: undefined })
    expect([...response.keys()].sort()).toEqual(['code', 'iss'])
  })

  it('oidcc-ensure-post-request-succeeds: the authorization request may come by POST (OIDC Core §3.1.2.1)', async () => {
    const request = client.request()
    const ending = await person
      .inNewBrowser()
      .follow(new URL(client.metadata.authorization_endpoint), {}, request)
    expect(ending.steps[0]).toBe('sign-in')
    const response = ending.redirect!.searchParams
    expect(response.get('state')).toBe(request.get('state'))
    const tokens = await client.exchange({ request, response })
    expect(tokens.scope).toBe('openid')
  })

  it('shows an unknown client an error page (RFC 6749 §4.1.2.1)', async () => {
    const url = client.authorizationUrl(client.request({ client_id: 'nobody' }))
    const page = expectErrorPage(await person.follow(url))
    expect(page.html).toContain('invalid_request')
  })
})
