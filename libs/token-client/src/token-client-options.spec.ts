import { describe, expect, it } from '@jest/globals'
import { checkedSettings, type TokenClientOptions } from './token-client-options.js'

const settings = (change: Partial<TokenClientOptions> = {}) =>
  checkedSettings({
    issuer: 'https://id.example.com',
    clientId: 'billing',
    authentication: { method: 'client_secret_basic', clientSecret: 's3cret' },
    ...change,
  })

describe('checkedSettings', () => {
  it('binds tokens to a key and renews at three quarters of a life unless told otherwise', () => {
    expect(settings()).toMatchObject({
      dpop: true,
      refreshAt: 0.75,
      jitter: 0.05,
      tries: 4,
      timeoutSeconds: 4,
    })
  })

  it('draws random numbers from 0 up to 1', () => {
    const { random } = settings()
    const drawn = Array.from({ length: 100 }, random)
    expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true)
    expect(new Set(drawn).size).toBeGreaterThan(90)
  })

  it.each([
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://[::1]:4000',
    'https://id.example.com/tenant',
  ])('takes the issuer %s', (issuer) => {
    expect(settings({ issuer }).issuer).toBe(issuer)
  })

  it.each(['http://id.example.com', 'http://localhost.example.com', 'id.example.com', 'ftp://localhost', ''])(
    'refuses the issuer "%s" (RFC 8414 §2)',
    (issuer) => {
      expect(() => settings({ issuer })).toThrow('issuer must be an https URL')
    },
  )

  it('refuses an empty client id', () => {
    expect(() => settings({ clientId: '' })).toThrow('clientId is missing')
  })

  it('refuses client credentials for a public client (RFC 6749 §4.4)', () => {
    expect(() => settings({ authentication: { method: 'none' } })).toThrow('give a refreshToken')
    expect(settings({ authentication: { method: 'none' }, refreshToken: 'rt' }).clientId).toBe('billing')
  })

  it.each([
    ['refreshAt', 1],
    ['refreshAt', 0],
    ['jitter', 0.6],
    ['jitter', -0.1],
    ['tries', 0],
    ['tries', 11],
    ['timeoutSeconds', 0],
    ['timeoutSeconds', Number.NaN],
  ])('refuses %s = %s and names it', (option, value) => {
    expect(() => settings({ [option]: value })).toThrow(`TokenClient: ${option} must be from`)
  })
})
