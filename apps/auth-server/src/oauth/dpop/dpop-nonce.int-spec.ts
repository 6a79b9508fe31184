import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import * as oidc from 'openid-client'
import type { ClientRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import { payloadOf, REDIRECT_URI, TestingApp, type Person } from '../../testing-app.fixture.js'
import { ProofKey } from './proof-key.fixture.js'

let test: TestingApp
let issuer: string
let client: ClientRecord
let person: Person

beforeAll(async () => {
  const port = await freePort()
  issuer = `http://127.0.0.1:${port}`
  test = await TestingApp.start({ GATEHOUSE_DPOP_NONCE: 'required', GATEHOUSE_ISSUER: issuer })
  await test.app.listen(port, '127.0.0.1')
  // The library has the time of the machine.
  test.clock.advance((Date.now() - test.clock.now().getTime()) / 1000)
  client = await aClient(test.database, { dpopBoundAccessTokens: true, requireConsent: false })
  person = await test.person()
})
afterAll(() => test.close())

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => done(port))
    })
  })
}

const proofFor = async (key: ProofKey, nonce?: string) =>
  key.header({ payload: { htu: `${issuer}/oauth2/token`, nonce } })

const credentials = { grant_type: 'client_credentials' }

describe('the token endpoint of a server that wants nonces', () => {
  it('names the nonce with its refusal, and takes the proof that has it (RFC 9449 §8)', async () => {
    const key = await ProofKey.make(test)
    const machine = await test.confidentialClient()
    const refused = await test.token(machine, credentials, await proofFor(key))
    expect([refused.statusCode, refused.json().error]).toEqual([400, 'use_dpop_nonce'])
    const nonce = refused.headers['dpop-nonce'] as string
    const accepted = await test.token(machine, credentials, await proofFor(key, nonce))
    expect([accepted.statusCode, accepted.headers['dpop-nonce']]).toEqual([200, nonce])
  })

  it('refuses a nonce that is old, and gives the next one in time (RFC 9449 §8.2)', async () => {
    const key = await ProofKey.make(test)
    const machine = await test.confidentialClient()
    const first = (await test.token(machine, credentials, await proofFor(key))).headers[
      'dpop-nonce'
    ] as string
    test.clock.advance(180)
    const next = await test.token(machine, credentials, await proofFor(key, first))
    expect(next.statusCode).toBe(200)
    expect(next.headers['dpop-nonce']).not.toBe(first)
    test.clock.advance(360)
    const late = await test.token(machine, credentials, await proofFor(key, first))
    expect([late.statusCode, late.json().error]).toEqual([400, 'use_dpop_nonce'])
    test.clock.advance(-540)
  })

  it('says nothing of nonces to a client that sends no proof (RFC 9449 §8)', async () => {
    const answer = await test.token(await test.confidentialClient(), credentials)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).not.toHaveProperty('dpop-nonce')
  })
})

describe('openid-client with DPoP against a server that wants nonces', () => {
  it('gets a code for its key, tokens, claims and the next tokens (RFC 9449 §5, §7.1, §8, §9, §10)', async () => {
    const config = await oidc.discovery(new URL(issuer), client.clientId, undefined, oidc.None(), {
      execute: [oidc.allowInsecureRequests],
    })
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'))
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    const jkt = await DPoP.calculateThumbprint()
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid offline_access email',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      dpop_jkt: jkt,
    })
    const redirect = await fetch(url, { headers: { cookie: person.cookie }, redirect: 'manual' })
    const callback = new URL(redirect.headers.get('location') ?? '')
    const tokens = await oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier }, undefined, {
      DPoP,
    })
    expect(tokens.token_type).toBe('dpop')
    expect(payloadOf(tokens.access_token)['cnf']).toEqual({ jkt })
    const claims = await oidc.fetchUserInfo(config, tokens.access_token, person.user.id, { DPoP })
    expect(claims.email).toBe(person.user.email)
    const next = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP })
    expect(payloadOf(next.access_token)['cnf']).toEqual({ jkt })

    const other = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'))
    const stolen = oidc.refreshTokenGrant(config, next.refresh_token ?? '', undefined, { DPoP: other })
    await expect(stolen).rejects.toMatchObject({ error: 'invalid_grant' })
  })
})
