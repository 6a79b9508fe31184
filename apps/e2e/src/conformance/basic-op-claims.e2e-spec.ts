import { beforeAll, describe, expect, it } from '@jest/globals'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson } from '../person/scripted-person.js'
import { expectIdToken, expectProtocolClaimsAlone } from './checks.js'
import { TestedClient, type Wish } from './tested-client.js'

const PROFILE = {
  name: 'Dana Demo',
  given_name: 'Dana',
  family_name: 'Demo',
  middle_name: 'Quinn',
  nickname: 'Dee',
  preferred_username: 'demo',
  profile: 'https://example.test/dana',
  picture: 'https://example.test/dana.png',
  website: 'https://example.test',
  gender: 'female',
  birthdate: '1990-04-01',
  zoneinfo: 'Europe/Berlin',
  locale: 'en-GB',
  updated_at: expect.any(Number),
}
const EMAIL = { email: 'demo@example.test', email_verified: true }
const ADDRESS = {
  address: { street_address: 'Torstrasse 1', locality: 'Berlin', postal_code: '10119', country: 'DE' },
}
const PHONE = { phone_number: '+49301234567', phone_number_verified: true }

describe('OpenID Connect Basic OP: scopes and claims', () => {
  let gatehouse: RunningGatehouse
  let client: TestedClient
  let person: ScriptedPerson

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    client = await TestedClient.register(gatehouse, { name: 'Conformance claims' })
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
  }, START_TIMEOUT)

  /** What userinfo and the ID token say after a request. */
  async function claimsFor(wish: Wish) {
    const { tokens, outcome } = await client.signIn(person, wish)
    const idToken = await expectIdToken(client.metadata, tokens.id_token, {
      clientId: client.registration.clientId,
      nonce: outcome.request.get('nonce'),
      accessToken: tokens.access_token,
    })
    const answer = await fetch(client.metadata.userinfo_endpoint, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    const { sub, ...userinfo } = (await answer.json()) as Record<string, unknown>
    expect(sub).toBe(idToken.sub)
    return { userinfo, idToken, scope: tokens.scope }
  }

  it.each([
    ['oidcc-scope-profile', 'openid profile', PROFILE],
    ['oidcc-scope-email', 'openid email', EMAIL],
    ['oidcc-scope-address', 'openid address', ADDRESS],
    ['oidcc-scope-phone', 'openid phone', PHONE],
    ['oidcc-scope-all', 'openid email phone address profile', { ...PROFILE, ...EMAIL, ...ADDRESS, ...PHONE }],
    ['oidcc-ensure-other-scope-order-succeeds', 'email openid', EMAIL],
  ])(
    '%s: %s gives its claims at userinfo, no other, and none in the ID token (OIDC Core §5.4)',
    async (_module, scope, claims) => {
      const { userinfo, idToken, scope: granted } = await claimsFor({ scope })
      expect(userinfo).toEqual(claims)
      expectProtocolClaimsAlone(idToken)
      expect(granted?.split(' ').sort()).toEqual(scope.split(' ').sort())
    },
  )

  it('gives no claim of a scope that was not asked for (OIDC Core §5.4)', async () => {
    expect((await claimsFor({ scope: 'openid' })).userinfo).toEqual({})
  })

  it('oidcc-claims-essential: name at userinfo, and not in the ID token (OIDC Core §5.5)', async () => {
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } })
    const { userinfo, idToken } = await claimsFor({ claims })
    expect(userinfo).toEqual({ name: 'Dana Demo' })
    expectProtocolClaimsAlone(idToken)
  })

  it('gives the claims that are asked for in the ID token there alone (OIDC Core §5.5)', async () => {
    const claims = JSON.stringify({ id_token: { email: null, auth_time: { essential: true } } })
    const { userinfo, idToken } = await claimsFor({ claims })
    expect(idToken['email']).toBe('demo@example.test')
    expect(userinfo).toEqual({})
  })

  it('gives nothing for a claim that it does not have, without an error (OIDC Core §5.5.1)', async () => {
    const claims = JSON.stringify({ userinfo: { 'http://example.test/shoe_size': { essential: true } } })
    expect((await claimsFor({ claims })).userinfo).toEqual({})
  })

  it('refuses claims that are no JSON object (OIDC Core §5.5)', async () => {
    expect(await client.refusal(person, { claims: '[]' })).toBe('invalid_request')
    expect(await client.refusal(person, { claims: '{"userinfo":' })).toBe('invalid_request')
  })

  it('refuses an essential acr that it cannot reach (Unmet Authentication Requirements §2)', async () => {
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['urn:example:gold'] } } })
    expect(await client.refusal(person, { claims })).toBe('unmet_authentication_requirements')
  })

  it('fulfils a request for one subject by that person alone (OIDC Core §5.5.1)', async () => {
    const { idToken } = await claimsFor({})
    const mine = JSON.stringify({ id_token: { sub: { value: idToken.sub } } })
    expect((await claimsFor({ claims: mine, prompt: 'none' })).idToken.sub).toBe(idToken.sub)
    const anothers = JSON.stringify({ id_token: { sub: { value: '00000000-0000-7000-8000-000000000000' } } })
    expect(await client.refusal(person, { claims: anothers, prompt: 'none' })).toBe('login_required')
    expect(await client.refusal(person, { claims: anothers })).toBe('login_required')
  })
})
