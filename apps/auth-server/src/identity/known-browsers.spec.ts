import { describe, expect, it } from '@jest/globals'
import type { FastifyRequest } from 'fastify'
import { testSettings } from '../config/settings.fixture.js'
import { CookieNames } from '../http/cookies.js'
import { IncomingRequest } from '../http/incoming-request.js'
import { KnownBrowsers } from './known-browsers.js'

const NAME = '__Host-gatehouse-known'

function browsersOf(variables: Record<string, string> = {}): KnownBrowsers {
  const settings = testSettings({ GATEHOUSE_ISSUER: 'https://id.example.test', ...variables })
  return new KnownBrowsers(settings, new CookieNames(settings))
}

const browsers = browsersOf()

const withCookie = (value?: string) =>
  new IncomingRequest({
    headers: value === undefined ? {} : { cookie: `${NAME}=${encodeURIComponent(value)}` },
  } as unknown as FastifyRequest)

describe('a browser', () => {
  it('is known for who signed in there before, in any case of letters', () => {
    const { name, value } = browsers.remember(withCookie(), 'Ada@Example.test')
    expect(name).toBe(NAME)
    expect(browsers.markOf(withCookie(value), 'ada@example.test')).toBe(value)
    expect(browsers.markOf(withCookie(value), 'grace@example.test')).toBeUndefined()
  })

  it('is known to nobody without the cookie, with a made-up one, or with one of another server', () => {
    const foreign = browsersOf({ GATEHOUSE_COOKIE_SECRET: 'another-cookie-key-of-this-very-test-9' })
    expect(browsers.markOf(withCookie(), 'ada')).toBeUndefined()
    expect(browsers.markOf(withCookie(`${'A'.repeat(16)}~${'A'.repeat(43)}`), 'ada')).toBeUndefined()
    expect(browsers.markOf(withCookie(foreign.remember(withCookie(), 'ada').value), 'ada')).toBeUndefined()
  })

  it('has a mark of its own, so that a stolen one spends only its own tries', () => {
    expect(browsers.remember(withCookie(), 'ada').value).not.toBe(
      browsers.remember(withCookie(), 'ada').value,
    )
  })

  it('remembers the last five people, and shows none of their names', () => {
    let value: string | undefined
    for (const login of ['a', 'b', 'c', 'd', 'e', 'f', 'b'])
      value = browsers.remember(withCookie(value), login).value
    const known = ['a', 'b', 'c', 'd', 'e', 'f'].filter((login) => browsers.markOf(withCookie(value), login))
    expect(known).toEqual(['b', 'c', 'd', 'e', 'f'])
    expect(value).toMatch(/^[\w~-]{60}(\.[\w~-]{60}){4}$/)
  })
})
