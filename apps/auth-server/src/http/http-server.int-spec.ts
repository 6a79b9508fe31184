import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { testSettings } from '../config/settings.fixture.js'
import { textOf } from '../pages/page-reader.fixture.js'
import { TestingApp } from '../testing-app.fixture.js'
import { HttpServer } from './http-server.js'

let plain: TestingApp
let secure: TestingApp

beforeAll(async () => {
  plain = await TestingApp.start()
  secure = await TestingApp.start({ GATEHOUSE_ISSUER: 'https://id.example.test' })
})

afterAll(() => Promise.all([plain.close(), secure.close()]))

const PATHS = [
  '/health/live',
  '/.well-known/openid-configuration',
  '/oauth2/userinfo',
  '/oauth2/authorize',
  '/interaction/unknown',
  '/setup?token=unknown',
  '/assets/pages.css',
  '/assets/inter-latin.woff2',
  '/assets/none.css',
  '/nowhere',
  '/%ff',
  `/interaction/${'x'.repeat(500)}`,
]

describe('every answer', () => {
  it.each(PATHS)('carries the security headers: %s', async (path) => {
    const { headers } = await plain.get(path)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/u),
      'x-request-id': expect.stringMatching(/^[0-9a-f]{16}$/u),
    })
    expect(headers['server']).toBeUndefined()
    expect(headers['x-powered-by']).toBeUndefined()
  })

  it.each(PATHS)('carries HSTS with an https issuer and only then: %s (RFC 6797 §7.2)', async (path) => {
    expect((await secure.get(path)).headers['strict-transport-security']).toBe(
      'max-age=63072000; includeSubDomains',
    )
    expect((await plain.get(path)).headers['strict-transport-security']).toBeUndefined()
  })

  it.each([
    '/oauth2/userinfo',
    '/oauth2/authorize',
    '/interaction/unknown',
    '/nowhere',
    '/%ff',
    '/health/ready',
  ])('is not stored by caches unless it is the same for everybody: %s (RFC 6749 §5.1)', async (path) => {
    expect((await plain.get(path)).headers['cache-control']).toBe('no-store')
  })

  it('to an address that is no address is a 400 that repeats nothing of it', async () => {
    const answer = await plain.get('/%ff%3Cscript%3E')
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toStrictEqual({
      error: 'invalid_request',
      error_description: 'The request is malformed',
      trace_id: answer.headers['x-request-id'],
    })
  })

  it('to an unknown address is a 404 with a trace id', async () => {
    const answer = await plain.get('/nowhere')
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ trace_id: answer.headers['x-request-id'] })
  })
})

describe('a body (RFC 6749 §3.2)', () => {
  const send = (type: string, payload: string) =>
    plain.app.inject({ method: 'POST', url: '/oauth2/token', headers: { 'content-type': type }, payload })

  it.each([
    ['application/json', '{"grant_type":"client_credentials"}'],
    ['text/plain', 'grant_type=client_credentials'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['text/xml', '<a/>'],
  ])('of the media type %s is refused as invalid_request', async (type, payload) => {
    const answer = await send(type, payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({
      error: 'invalid_request',
      error_description: 'The body must be application/x-www-form-urlencoded',
    })
  })

  it.each(['{bad', '{"__proto__":{"admin":true}}'])('of malformed JSON is a 400: %s', async (payload) => {
    const answer = await send('application/json', payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: 'invalid_request' })
  })

  it('may name a charset', async () => {
    const answer = await send('application/x-www-form-urlencoded; charset=UTF-8', 'grant_type=x')
    expect(answer.json()).toMatchObject({ error: 'invalid_client' })
  })

  it('beyond 64 KiB is refused with 413', async () => {
    const answer = await send('application/x-www-form-urlencoded', `a=${'b'.repeat(64 * 1024)}`)
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toMatchObject({
      error: 'invalid_request',
      error_description: 'The request is too large',
    })
  })
})

describe('methods', () => {
  it('HEAD answers like GET without a body (RFC 9110 §9.3.2)', async () => {
    const answer = await plain.app.inject({ method: 'HEAD', url: '/.well-known/openid-configuration' })
    expect([answer.statusCode, answer.body]).toStrictEqual([200, ''])
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(1000)
  })

  it.each([
    ['GET', '/oauth2/token', 'POST'],
    ['PUT', '/oauth2/token', 'POST'],
    ['DELETE', '/oauth2/token?grant_type=x', 'POST'],
    ['OPTIONS', '/oauth2/token', 'POST'],
    ['GET', '/oauth2/revoke', 'POST'],
    ['HEAD', '/oauth2/introspect', 'POST'],
    ['PUT', '/oauth2/authorize', 'GET, HEAD, POST'],
    ['PATCH', '/oauth2/userinfo', 'GET, HEAD, POST'],
    ['DELETE', '/oauth2/logout', 'GET, HEAD, POST'],
    ['POST', '/.well-known/jwks.json', 'GET, HEAD'],
    ['POST', '/.well-known/openid-configuration', 'GET, HEAD'],
    ['PUT', '/interaction/some-id/consent', 'GET, HEAD, POST'],
  ] as const)('%s at %s is a 405 that names %s (RFC 9110 §15.5.6)', async (method, url, allowed) => {
    const answer = await plain.app.inject({ method, url })
    expect([answer.statusCode, answer.headers['allow']]).toStrictEqual([405, allowed])
    expect(answer.headers['cache-control']).toBe('no-store')
    if (method === 'HEAD') return
    expect(answer.json()).toStrictEqual({
      error: 'invalid_request',
      error_description: `This address answers ${allowed} only`,
      trace_id: answer.headers['x-request-id'],
    })
  })

  it.each(['/oauth2/tokens', '/oauth2/token/', '/oauth2/token/x', '/interaction//consent', '/assets/x.css'])(
    'at an address that no route has are a 404: %s',
    async (url) => {
      const answer = await plain.app.inject({ method: 'PUT', url })
      expect([answer.statusCode, answer.headers['allow']]).toStrictEqual([404, undefined])
    },
  )
})

describe('an unknown address in a browser', () => {
  const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

  it('is a page with the trace id that keeps the inside to itself', async () => {
    const answer = await plain.get('/<script>alert(1)</script>', { accept: BROWSER })
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(textOf(answer.body)).toContain('There is no such page')
    expect(answer.body).toContain(answer.headers['x-request-id'])
    expect(answer.body).not.toMatch(/<script>alert|NotFoundException|\bat .*:\d+:\d+/u)
  })

  it('speaks the language of the browser', async () => {
    const { body } = await plain.get('/nowhere', { accept: BROWSER, 'accept-language': 'de' })
    expect(body).toMatch(/<html lang="de"/u)
  })

  it.each([undefined, '*/*', 'application/json', 'application/json, text/html;q=0.1'])(
    'is JSON for whoever accepts %s',
    async (accept) => {
      const answer = await plain.get('/nowhere', accept === undefined ? {} : { accept })
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    },
  )

  it('is a page too where only the method is wrong, and still names the right one', async () => {
    const answer = await plain.get('/oauth2/token', { accept: BROWSER })
    expect([answer.statusCode, answer.headers['allow']]).toStrictEqual([405, 'POST'])
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  })
})

describe('forwarded headers', () => {
  async function addressSeen(
    trustedProxies: string,
    remoteAddress: string,
    forwarded: string,
  ): Promise<unknown> {
    const server = new HttpServer(
      testSettings({ GATEHOUSE_LOG_LEVEL: 'silent', GATEHOUSE_TRUSTED_PROXIES: trustedProxies }),
    )
    server.getInstance().get('/seen', ({ ip }) => ip)
    const headers = { 'x-forwarded-for': forwarded }
    return (await server.getInstance().inject({ url: '/seen', remoteAddress, headers })).body
  }

  it('count from a trusted proxy', async () => {
    expect(await addressSeen('127.0.0.1', '127.0.0.1', '203.0.113.9')).toBe('203.0.113.9')
    expect(await addressSeen('10.0.0.0/8,::1', '10.1.2.3', '203.0.113.9')).toBe('203.0.113.9')
  })

  it('of anybody else are ignored', async () => {
    expect(await addressSeen('', '127.0.0.1', '203.0.113.9')).toBe('127.0.0.1')
    expect(await addressSeen('10.0.0.1', '10.0.0.2', '203.0.113.9')).toBe('10.0.0.2')
  })

  it('that a caller wrote before the proxy appended its own are not believed', async () => {
    expect(await addressSeen('127.0.0.1', '127.0.0.1', '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9')
  })
})
