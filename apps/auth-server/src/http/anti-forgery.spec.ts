import { describe, expect, it } from '@jest/globals'
import type { FastifyRequest } from 'fastify'
import { testSettings } from '../config/settings.fixture.js'
import { AntiForgery } from './anti-forgery.js'
import { CookieNames } from './cookies.js'
import { IncomingRequest } from './incoming-request.js'

const ISSUER = 'https://id.example.test'
const PURPOSE = 'interaction 1'

function guardOf(variables: Record<string, string> = {}): AntiForgery {
  const settings = testSettings({ GATEHOUSE_ISSUER: ISSUER, ...variables })
  return new AntiForgery(settings, new CookieNames(settings))
}

const guard = guardOf()

function posted(change: {
  csrf?: string
  cookie?: string
  headers?: Record<string, string>
}): IncomingRequest {
  return new IncomingRequest({
    method: 'POST',
    url: '/interaction/1/sign-in',
    headers: {
      ...change.headers,
      ...(change.cookie !== undefined && {
        cookie: `__Host-gatehouse-browser=${encodeURIComponent(change.cookie)}`,
      }),
    },
    body: new URLSearchParams(change.csrf === undefined ? {} : { csrf: change.csrf }).toString(),
  } as unknown as FastifyRequest)
}

const browser = () => guard.ensureBrowserSecret(posted({})).secret

function accepts(request: IncomingRequest, purpose = PURPOSE): boolean {
  try {
    guard.require(request, purpose)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'access_denied', status: 403, detail: { rule: 'anti_forgery' } })
    return false
  }
}

describe('a posted form (RFC 9700 §4.7)', () => {
  it.each([
    { origin: ISSUER, site: 'same-origin', accepted: true },
    { origin: ISSUER, site: undefined, accepted: true },
    { origin: undefined, site: 'same-origin', accepted: true },
    { origin: undefined, site: undefined, accepted: true },
    { origin: 'null', site: 'same-origin', accepted: true },
    { origin: 'null', site: undefined, accepted: false },
    { origin: ISSUER, site: 'same-site', accepted: false },
    { origin: ISSUER, site: 'cross-site', accepted: false },
    { origin: ISSUER, site: 'none', accepted: false },
    { origin: undefined, site: 'cross-site', accepted: false },
    { origin: 'null', site: 'cross-site', accepted: false },
    { origin: 'https://evil.example', site: 'same-origin', accepted: false },
    { origin: 'https://evil.example', site: undefined, accepted: false },
    { origin: 'https://id.example.test.evil.example', site: undefined, accepted: false },
    { origin: 'http://id.example.test', site: undefined, accepted: false },
    { origin: 'https://id.example.test:8443', site: undefined, accepted: false },
  ])('with Origin $origin and Sec-Fetch-Site $site is accepted: $accepted', ({ origin, site, accepted }) => {
    const secret = browser()
    const headers = {
      ...(origin === undefined ? {} : { origin }),
      ...(site === undefined ? {} : { 'sec-fetch-site': site }),
    }
    expect(accepts(posted({ csrf: guard.token(secret, PURPOSE), cookie: secret, headers }))).toBe(accepted)
  })

  it('is refused without a token, without the cookie, and with a token cut short', () => {
    const secret = browser()
    const token = guard.token(secret, PURPOSE)
    expect(accepts(posted({ cookie: secret }))).toBe(false)
    expect(accepts(posted({ csrf: token }))).toBe(false)
    expect(accepts(posted({ csrf: token.slice(0, -1), cookie: secret }))).toBe(false)
  })

  it('is refused with the token of another browser', () => {
    expect(accepts(posted({ csrf: guard.token(browser(), PURPOSE), cookie: browser() }))).toBe(false)
  })

  it('is refused with the token of another purpose', () => {
    const secret = browser()
    const request = posted({ csrf: guard.token(secret, PURPOSE), cookie: secret })
    expect(accepts(request, 'interaction 2')).toBe(false)
    expect(accepts(request, `${PURPOSE} `)).toBe(false)
  })

  it('is refused with a token made under another cookie secret', () => {
    const secret = browser()
    const other = guardOf({ GATEHOUSE_COOKIE_SECRET: 'another-secret-of-the-tests-0123456789' })
    expect(accepts(posted({ csrf: other.token(secret, PURPOSE), cookie: secret }))).toBe(false)
  })
})

describe("the browser's secret", () => {
  it('is made once, with 256 random bits, and kept for a year', () => {
    const { secret, cookie } = guard.ensureBrowserSecret(posted({}))
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    expect(cookie).toStrictEqual({
      name: '__Host-gatehouse-browser',
      value: secret,
      maxAgeSeconds: 31_536_000,
    })
    expect(guard.ensureBrowserSecret(posted({ cookie: secret }))).toStrictEqual({ secret })
  })

  it.each(['', 'short', `${'a'.repeat(43)}\n`, 'a'.repeat(44), `${'a'.repeat(42)}!`])(
    'of a cookie that we never set (%j) is not taken over',
    (cookie) => {
      expect(guard.browserSecret(posted({ cookie }))).toBeUndefined()
      expect(guard.ensureBrowserSecret(posted({ cookie })).cookie).toBeDefined()
    },
  )
})
