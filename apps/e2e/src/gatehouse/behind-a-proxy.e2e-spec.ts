import { beforeAll, describe, expect, it } from '@jest/globals'
import { createServer, type AddressInfo } from 'node:net'
import * as oidc from 'openid-client'
import { ScriptedPerson, type Transport } from '../person/scripted-person.js'
import { registerClient, type RegisteredClient } from './registration.js'
import { instanceOfRun, START_TIMEOUT, type RunningGatehouse } from './running-gatehouse.js'

const ISSUER = 'https://id.example.test'
const PERSONS_ADDRESS = '203.0.113.9'

/** The server knows itself as https://id.example.test; a proxy that ends TLS carries requests to it. */
describe('Behind a TLS proxy under another host name', () => {
  let gatehouse: RunningGatehouse
  let client: RegisteredClient
  let port: number
  let setCookies: string[]
  let pages: Response[]

  /** What the proxy does: the same path at the server's own address, with the headers of a proxy. */
  const throughProxy: Transport = async (url, init) => {
    const headers = new Headers(init.headers)
    headers.set('x-forwarded-proto', 'https')
    headers.set('x-forwarded-host', url.host)
    headers.set('x-forwarded-for', PERSONS_ADDRESS)
    const inside = new URL(url.pathname + url.search, `http://127.0.0.1:${port}`)
    const response = await fetch(inside, { ...init, headers })
    setCookies.push(...response.headers.getSetCookie())
    pages.push(response)
    return response
  }

  beforeAll(async () => {
    ;[setCookies, pages, port] = [[], [], await freePort()]
    gatehouse = await instanceOfRun('proxied', {
      GATEHOUSE_ISSUER: ISSUER,
      GATEHOUSE_PORT: String(port),
      GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    })
    client = await registerClient(gatehouse, { name: 'Behind a proxy' })
  }, START_TIMEOUT)

  it('serves metadata, keys and tokens under the issuer alone, to a client that compares (OIDC Discovery §4.3, RFC 9207 §2.4)', async () => {
    const config = await oidc.discovery(
      new URL(ISSUER),
      client.clientId,
      undefined,
      oidc.ClientSecretBasic(client.clientSecret),
      { [oidc.customFetch]: (url, init) => throughProxy(new URL(url), init as RequestInit) },
    )
    for (const value of Object.values(config.serverMetadata())) {
      if (typeof value === 'string') expect(value.startsWith(ISSUER)).toBe(true)
    }
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    const expectedNonce = oidc.randomNonce()
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: client.redirectUri,
      scope: 'openid email',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      nonce: expectedNonce,
    })
    const person = new ScriptedPerson(ISSUER, gatehouse.demo, throughProxy)
    const { redirect, steps } = await person.follow(url)
    expect(steps).toEqual(['sign-in', 'consent'])
    oidc.enableNonRepudiationChecks(config)
    const tokens = await oidc.authorizationCodeGrant(config, redirect!, { pkceCodeVerifier, expectedNonce })
    expect(tokens.claims()?.iss).toBe(ISSUER)
    const { email } = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)
    expect(email).toBe(gatehouse.demo.username)
  })

  it('sets cookies for this host alone, and never without TLS (RFC 6265bis §4.1.3)', () => {
    expect(setCookies.length).toBeGreaterThanOrEqual(2)
    for (const cookie of setCookies) {
      expect(cookie).toMatch(/^__Host-.*; Path=\/.*; HttpOnly; Secure; SameSite=Lax/u)
      expect(cookie).not.toMatch(/domain=/iu)
    }
  })

  it('tells browsers to stay with TLS (RFC 6797 §6.1)', () => {
    expect(pages.length).toBeGreaterThan(5)
    for (const page of pages) {
      expect(page.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/u)
    }
  })

  it('takes a form from the issuer, and none that another origin sent (RFC 9700 §4.7)', async () => {
    const stranger: Transport = (url, init) => {
      const headers = new Headers(init.headers)
      if (init.method === 'POST') headers.set('origin', `http://127.0.0.1:${port}`)
      return throughProxy(url, { ...init, headers })
    }
    const person = new ScriptedPerson(ISSUER, gatehouse.demo, stranger)
    const url = new URL('/oauth2/authorize', ISSUER)
    url.search = new URLSearchParams({
      client_id: client.clientId,
      redirect_uri: client.redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    }).toString()
    const { redirect, pages: shown } = await person.follow(url)
    expect(redirect).toBeUndefined()
    expect(shown.at(-1)?.status).toBe(403)
  })

  it('prints links that lead to the issuer, whatever host a request names', async () => {
    expect(gatehouse.setupUrl?.startsWith(`${ISSUER}/setup?`)).toBe(true)
    const answer = await fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'attacker.example.test' },
    })
    expect(JSON.stringify(await answer.json())).not.toContain('attacker')
  })
})

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}
