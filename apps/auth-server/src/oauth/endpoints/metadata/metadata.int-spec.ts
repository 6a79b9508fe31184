import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { TestingApp } from '../../../testing-app.fixture.js'

let test: TestingApp
beforeAll(async () => {
  test = await TestingApp.start({ GATEHOUSE_ISSUER: 'https://id.example.com' })
})
afterAll(() => test.close())

describe('the metadata endpoints', () => {
  it('say the same at both addresses, by the issuer and never by the Host header (RFC 8414 §3, OIDC Discovery §4)', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    const discovery = await test.get('/.well-known/openid-configuration', headers)
    const metadata = await test.get('/.well-known/oauth-authorization-server', headers)
    expect(discovery.json()).toEqual(metadata.json())
    expect(discovery.json()).toMatchObject({
      issuer: 'https://id.example.com',
      token_endpoint: 'https://id.example.com/oauth2/token',
    })
    expect(discovery.body).not.toContain('evil.example')
  })

  it('may be kept by caches and read by every origin (RFC 8414 §3.2)', async () => {
    const answer = await test.get('/.well-known/openid-configuration', { origin: 'https://app.example' })
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.headers['cache-control']).toBe('public, max-age=300')
    expect(answer.headers['access-control-allow-origin']).toBe('*')
  })

  it('names only endpoints that answer (RFC 8414 §2)', async () => {
    const metadata = (await test.get('/.well-known/openid-configuration')).json<Record<string, unknown>>()
    const endpoints = Object.entries(metadata).filter(([name]) => /_(endpoint|uri)$/.test(name))
    expect(endpoints.length).toBeGreaterThanOrEqual(8)
    for (const [, uri] of endpoints) {
      const path = new URL(uri as string).pathname
      const [byGet, byPost] = [await test.get(path), await test.post(path, {})]
      expect([byGet.statusCode, byPost.statusCode]).not.toEqual([404, 404])
    }
  })
})

describe('the key endpoint', () => {
  it('shows one public key for each algorithm, and nothing private (RFC 7517 §5, §9.2)', async () => {
    const answer = await test.get('/.well-known/jwks.json')
    expect(answer.headers['content-type']).toBe('application/jwk-set+json')
    const { keys } = answer.json<{ keys: Record<string, unknown>[] }>()
    expect(keys.map((key) => key['alg']).sort()).toEqual(['ES256', 'RS256'])
    for (const key of keys) {
      expect(key).toMatchObject({ use: 'sig', kid: expect.any(String) })
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'])
        expect(key).not.toHaveProperty(secret)
    }
  })

  it('answers 304 to the entity tag that it gave, and 200 to another (RFC 9110 §13.1.2)', async () => {
    const first = await test.get('/.well-known/jwks.json')
    const known = await test.get('/.well-known/jwks.json', { 'if-none-match': String(first.headers.etag) })
    expect([known.statusCode, known.body]).toEqual([304, ''])
    const other = await test.get('/.well-known/jwks.json', { 'if-none-match': '"other"' })
    expect(other.statusCode).toBe(200)
  })
})
