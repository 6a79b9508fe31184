import { beforeAll, describe, expect, it } from '@jest/globals'
import { exportJWK, generateKeyPair } from 'jose'
import * as oauth from 'oauth4webapi'
import { registerClient, type RegisteredClient } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson } from '../person/scripted-person.js'

const insecure = { [oauth.allowInsecureRequests]: true } // the journey runs over http on the loopback

describe('oauth4webapi as a relying party that signs assertions (RFC 7523 §2.2)', () => {
  let gatehouse: RunningGatehouse
  let server: oauth.AuthorizationServer
  let registration: RegisteredClient
  let client: oauth.Client
  let proof: oauth.ClientAuth
  let person: ScriptedPerson

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    const jwk = { ...(await exportJWK(publicKey)), kid: 'first', use: 'sig', alg: 'ES256' }
    registration = await registerClient(gatehouse, {
      name: 'oauth4webapi',
      authMethod: 'private_key_jwt',
      jwks: { keys: [jwk] },
      idTokenAlg: 'ES256',
      bankScopes: ['accounts:read'],
    })
    const issuer = new URL(gatehouse.issuer)
    server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
    client = { client_id: registration.clientId, id_token_signed_response_alg: 'ES256' }
    proof = oauth.PrivateKeyJwt({ key: privateKey, kid: 'first' })
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
  }, START_TIMEOUT)

  async function signIn(wish: Record<string, string> = {}) {
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const nonce = oauth.generateRandomNonce()
    const url = new URL(server.authorization_endpoint!)
    url.search = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: registration.redirectUri,
      response_type: 'code',
      scope: 'openid offline_access accounts:read',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...wish,
    }).toString()
    const { redirect } = await person.follow(url)
    const parameters = oauth.validateAuthResponse(server, client, redirect!, state)
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      proof,
      parameters,
      registration.redirectUri,
      verifier,
      insecure,
    )
    const options = { expectedNonce: nonce, requireIdToken: true }
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, options)
    await oauth.validateApplicationLevelSignature(server, response, insecure)
    return tokens
  }

  it('signs in, with an ES256 ID token as registered (OIDC Registration §2)', async () => {
    const tokens = await signIn()
    expect(oauth.getValidatedIdTokenClaims(tokens)?.aud).toBe(client.client_id)
  })

  it('sees an access token that is valid by RFC 9068 §4 and for the bank alone (RFC 8707 §2)', async () => {
    const { access_token } = await signIn()
    const headers = { authorization: `Bearer ${access_token}` }
    const request = new Request(`${gatehouse.bankUrl}/accounts`, { headers })
    const claims = await oauth.validateJwtAccessToken(server, request, gatehouse.bankUrl, insecure)
    expect(claims).toMatchObject({
      client_id: client.client_id,
      scope: 'openid offline_access accounts:read',
    })
    const elsewhere = oauth.validateJwtAccessToken(server, request.clone(), 'https://other.example', insecure)
    await expect(elsewhere).rejects.toThrow()
  })

  it('refreshes, introspects and revokes with a new assertion each time (RFC 7523 §3)', async () => {
    const { refresh_token } = await signIn()
    const answer = await oauth.refreshTokenGrantRequest(server, client, proof, refresh_token!, insecure)
    const renewed = await oauth.processRefreshTokenResponse(server, client, answer)
    const state = async () =>
      oauth.processIntrospectionResponse(
        server,
        client,
        await oauth.introspectionRequest(server, client, proof, renewed.access_token, insecure),
      )
    expect(await state()).toMatchObject({ active: true, token_type: 'Bearer', iss: gatehouse.issuer })
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, proof, renewed.access_token, insecure),
    )
    expect(await state()).toEqual({ active: false })
  })

  it('is refused with a key that it never registered (RFC 7523 §3)', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const forged = oauth.PrivateKeyJwt({ key: privateKey, kid: 'first' })
    const answer = await oauth.refreshTokenGrantRequest(server, client, forged, 'a-token', insecure)
    const refused = oauth.processRefreshTokenResponse(server, client, answer)
    await expect(refused).rejects.toMatchObject({ error: 'invalid_client' })
  })
})
