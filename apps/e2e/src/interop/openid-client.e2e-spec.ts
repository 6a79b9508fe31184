import { beforeAll, describe, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import * as oidc from 'openid-client'
import { registerClient, type RegisteredClient } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson } from '../person/scripted-person.js'

const GRACE_MILLISECONDS = 10_000
const SCOPE = 'openid email offline_access accounts:read'

describe('openid-client 6 as a relying party', () => {
  let gatehouse: RunningGatehouse
  let registration: RegisteredClient
  let config: oidc.Configuration
  let person: ScriptedPerson

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    registration = await registerClient(gatehouse, {
      name: 'openid-client',
      bankScopes: ['accounts:read'],
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
    })
    config = await oidc.discovery(
      new URL(gatehouse.issuer),
      registration.clientId,
      undefined,
      oidc.ClientSecretBasic(registration.clientSecret),
      { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] },
    )
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
  }, START_TIMEOUT)

  async function signIn() {
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    const expectedState = oidc.randomState()
    const expectedNonce = oidc.randomNonce()
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: registration.redirectUri,
      scope: SCOPE,
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    })
    const { redirect } = await person.follow(url)
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true }
    return oidc.authorizationCodeGrant(config, redirect!, checks)
  }

  it('signs in with PKCE, state, nonce and iss, and calls userinfo and the bank (OIDC Core §3.1, RFC 9207)', async () => {
    const tokens = await signIn()
    expect(tokens.scope?.split(' ').sort()).toEqual(SCOPE.split(' ').sort())
    const { email } = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)
    expect(email).toBe(gatehouse.demo.username)
    const accounts = await oidc.fetchProtectedResource(
      config,
      tokens.access_token,
      new URL(`${gatehouse.bankUrl}/accounts`),
      'GET',
    )
    expect(((await accounts.json()) as unknown[]).length).toBe(2)
  })

  it('refreshes; a retry within the grace window gets the same successor (RFC 6749 §6, RFC 9700 §4.14.2)', async () => {
    const first = (await signIn()).refresh_token!
    const answers = await Promise.all([1, 2, 3, 4].map(() => oidc.refreshTokenGrant(config, first)))
    const successors = new Set(answers.map(({ refresh_token }) => refresh_token))
    expect(successors.size).toBe(1)
    expect(successors.has(first)).toBe(false)
    const next = await oidc.refreshTokenGrant(config, [...successors][0]!)
    expect((await oidc.tokenIntrospection(config, next.access_token)).active).toBe(true)
  })

  it('ends the family when a used token comes again after the grace window (RFC 9700 §4.14.2)', async () => {
    const stolen = (await signIn()).refresh_token!
    const { access_token, refresh_token } = await oidc.refreshTokenGrant(config, stolen)
    await sleep(GRACE_MILLISECONDS + 500)
    const again = oidc.refreshTokenGrant(config, stolen)
    await expect(again).rejects.toMatchObject({ error: 'invalid_grant' })
    const successor = oidc.refreshTokenGrant(config, refresh_token!)
    await expect(successor).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await oidc.tokenIntrospection(config, access_token)).active).toBe(false)
  })

  it('narrows the scope on refresh and never widens it (RFC 6749 §6)', async () => {
    const token = (await signIn()).refresh_token!
    const wider = oidc.refreshTokenGrant(config, token, { scope: `${SCOPE} address` })
    await expect(wider).rejects.toMatchObject({ error: 'invalid_scope' })
    const narrow = await oidc.refreshTokenGrant(config, token, { scope: 'openid' })
    expect(narrow.scope).toBe('openid')
  })

  it('revokes a refresh token and all that came with it (RFC 7009 §2.1)', async () => {
    const tokens = await signIn()
    await oidc.tokenRevocation(config, tokens.refresh_token!)
    expect((await oidc.tokenIntrospection(config, tokens.access_token)).active).toBe(false)
    const refresh = oidc.refreshTokenGrant(config, tokens.refresh_token!)
    await expect(refresh).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('gets a token for itself by client credentials, without a refresh token (RFC 6749 §4.4)', async () => {
    const tokens = await oidc.clientCredentialsGrant(config, {
      scope: 'accounts:read',
      resource: gatehouse.bankUrl,
    })
    expect(tokens).not.toHaveProperty('refresh_token')
    expect(await oidc.tokenIntrospection(config, tokens.access_token)).toMatchObject({
      active: true,
      sub: registration.clientId,
      client_id: registration.clientId,
      scope: 'accounts:read',
      aud: gatehouse.bankUrl,
    })
    const stranger = oidc.clientCredentialsGrant(config, { resource: 'https://elsewhere.example.test' })
    await expect(stranger).rejects.toMatchObject({ error: 'invalid_target' })
  })
})
