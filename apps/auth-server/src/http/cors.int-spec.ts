import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { basic, TestingApp } from '../testing-app.fixture.js'

const APP = 'https://app.example'
const OTHER = 'https://evil.example'

let test: TestingApp

beforeAll(async () => {
  test = await TestingApp.start()
})

afterAll(() => test.close())

const corsHeaders = (headers: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')))

function preflight(path: string, origin = OTHER) {
  const headers = { origin, 'access-control-request-method': 'POST' }
  return test.app.inject({ method: 'OPTIONS', url: path, headers })
}

describe('answers that any origin may read', () => {
  it.each([
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/.well-known/jwks.json',
    '/oauth2/userinfo',
  ])('%s', async (path) => {
    const { headers } = await test.get(path, { origin: OTHER })
    expect(headers['access-control-allow-origin']).toBe('*')
    expect((await preflight(path)).statusCode).toBe(204)
  })

  it('say so to a caller without Origin too, or a cache would keep an answer that pages cannot read', async () => {
    const { headers } = await test.get('/.well-known/jwks.json')
    expect(headers['cache-control']).toMatch(/^public/u)
    expect(headers['access-control-allow-origin']).toBe('*')
  })
})

describe('the token endpoint', () => {
  it('is readable for the registered origins of the client alone, and says that it varies', async () => {
    const client = await test.confidentialClient({ corsOrigins: [APP] })
    const call = (origin: string) => test.token(client, { grant_type: 'client_credentials' }, { origin })
    const [own, foreign] = [await call(APP), await call(OTHER)]
    expect(own.headers).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-expose-headers': expect.stringContaining('www-authenticate'),
      vary: 'origin',
    })
    expect(corsHeaders(foreign.headers)).toStrictEqual({})
    expect(foreign.headers['vary']).toBe('origin')
  })

  it('is closed while nobody knows who the client is', async () => {
    const form = { grant_type: 'client_credentials' }
    const answer = await test.post('/oauth2/token', form, { origin: APP, authorization: basic('unknown') })
    expect(answer.statusCode).toBe(401)
    expect(corsHeaders(answer.headers)).toStrictEqual({})
  })

  it('answers a preflight with what a client may send, and lets the answer be kept for ten minutes', async () => {
    expect(corsHeaders((await preflight('/oauth2/token')).headers)).toStrictEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type, dpop',
      'access-control-max-age': '600',
    })
  })
})

describe('everything else', () => {
  it.each(['/oauth2/authorize', '/oauth2/introspect', '/oauth2/logout', '/interaction/x', '/setup', '/'])(
    '%s is closed to other origins, preflight included (RFC 9700 §2.6)',
    async (path) => {
      const answers = [await test.get(path, { origin: APP }), await preflight(path, APP)]
      for (const { headers } of answers) expect(corsHeaders(headers)).toStrictEqual({})
      expect(answers[1]?.statusCode).toBe(405)
    },
  )

  it('never lets cookies count across origins', async () => {
    for (const path of ['/oauth2/token', '/oauth2/userinfo', '/.well-known/jwks.json']) {
      for (const answer of [await test.get(path, { origin: APP }), await preflight(path, APP)]) {
        expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
      }
    }
  })
})
