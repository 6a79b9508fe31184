import { describe, expect, it } from '@jest/globals'
import { testSettings } from '../config/settings.fixture.js'
import { CookieNames } from './cookies.js'

const namesFor = (issuer: string) => new CookieNames(testSettings({ GATEHOUSE_ISSUER: issuer }))

describe('CookieNames', () => {
  it('carry the __Host- prefix with an https issuer (RFC 6265bis §4.1.3.2)', () => {
    const { session, browser } = namesFor('https://id.example.test')
    expect([session, browser]).toStrictEqual(['__Host-gatehouse-session', '__Host-gatehouse-browser'])
  })

  it('carry none on plain loopback, where not every browser takes Secure', () => {
    const { session, browser } = namesFor('http://localhost:4000')
    expect([session, browser]).toStrictEqual(['gatehouse-session', 'gatehouse-browser'])
  })
})
