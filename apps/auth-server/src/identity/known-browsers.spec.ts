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
  new IncomingRequest({ cookies: value === undefined ? {} : { [NAME]: value } } as unknown as FastifyRequest)

describe('a browser', () => {
  it('is known for who signed in there before, in any case of letters', () => {
    const { name, value } = browsers.remember(withCookie(), 'Ada@Example.test')
    expect(name).toBe(NAME)
    expect(browsers.knows(withCookie(value), 'ada@example.test')).toBe(true)
    expect(browsers.knows(withCookie(value), 'grace@example.test')).toBe(false)
  })

  it('is known to nobody without the cookie, with a made-up one, or with one of another server', () => {
    const foreign = browsersOf({ GATEHOUSE_COOKIE_SECRET: 'another-cookie-key-of-this-very-test-9' })
    expect(browsers.knows(withCookie(), 'ada')).toBe(false)
    expect(browsers.knows(withCookie('A'.repeat(43)), 'ada')).toBe(false)
    expect(browsers.knows(withCookie(foreign.remember(withCookie(), 'ada').value), 'ada')).toBe(false)
  })

  it('remembers the last five people, and shows none of their names', () => {
    let value: string | undefined
    for (const login of ['a', 'b', 'c', 'd', 'e', 'f', 'b'])
      value = browsers.remember(withCookie(value), login).value
    const known = ['a', 'b', 'c', 'd', 'e', 'f'].filter((login) => browsers.knows(withCookie(value), login))
    expect(known).toEqual(['b', 'c', 'd', 'e', 'f'])
    expect(value).toMatch(/^[\w-]{43}(\.[\w-]{43}){4}$/)
  })
})
