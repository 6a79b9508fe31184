import { describe, expect, it } from '@jest/globals'
import { parseSettings, SettingsError } from './settings'

const required = {
  GATEHOUSE_CONSOLE_CLIENT_SECRET: 'client-secret-value',
  GATEHOUSE_CONSOLE_SECRET: 'console-secret-value-of-32-characters',
}

const refusal = (variables: Record<string, string | undefined>): string => {
  try {
    parseSettings({ ...required, ...variables })
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
  return 'accepted'
}

describe('parseSettings', () => {
  it('fills in what a local start needs, save the secrets', () => {
    const settings = parseSettings(required)
    expect(settings.issuer.href).toBe('http://localhost:4000/')
    expect(settings.consoleUrl.origin).toBe('http://localhost:4002')
    expect(settings.client.id).toBe('admin-console')
    expect(settings.redisUrl).toBeUndefined()
  })

  it('takes an empty variable for an absent one', () => {
    expect(parseSettings({ ...required, GATEHOUSE_ISSUER: '', REDIS_URL: '' }).issuer.port).toBe('4000')
  })

  it('names everything that is missing in one line', () => {
    expect(refusal({ GATEHOUSE_CONSOLE_CLIENT_SECRET: undefined, GATEHOUSE_CONSOLE_SECRET: '' })).toBe(
      'GATEHOUSE_CONSOLE_CLIENT_SECRET is missing; GATEHOUSE_CONSOLE_SECRET is missing',
    )
  })

  it.each([
    [
      'http to another machine',
      { GATEHOUSE_ISSUER: 'http://id.example.com' },
      'GATEHOUSE_ISSUER must be https',
    ],
    [
      'http on another machine',
      { GATEHOUSE_CONSOLE_URL: 'http://10.0.0.7:4002' },
      'GATEHOUSE_CONSOLE_URL must be https',
    ],
    [
      'a name that only begins like loopback',
      { GATEHOUSE_ISSUER: 'http://localhost.evil.example' },
      'must be https',
    ],
    ['no URL', { GATEHOUSE_ISSUER: 'id.example.com' }, 'GATEHOUSE_ISSUER is not an absolute URL'],
    ['another scheme', { GATEHOUSE_CONSOLE_URL: 'ftp://console.example.com' }, 'must be https'],
    ['a query', { GATEHOUSE_ISSUER: 'https://id.example.com/?a=b' }, 'must have no query'],
    ['a user name', { GATEHOUSE_ISSUER: 'https://me:pw@id.example.com' }, 'user name'],
    [
      'a path below the console',
      { GATEHOUSE_CONSOLE_URL: 'https://example.com/console' },
      'origin without a path',
    ],
    ['a short secret', { GATEHOUSE_CONSOLE_SECRET: 'x'.repeat(31) }, 'at least 32 characters'],
    ['another store', { REDIS_URL: 'mysql://localhost' }, 'REDIS_URL must begin with'],
  ])('refuses %s', (_case, variables, message) => {
    expect(refusal(variables)).toContain(message)
  })

  it('never repeats a value, which may be a secret', () => {
    expect(refusal({ GATEHOUSE_CONSOLE_SECRET: 'too-short-secret', REDIS_URL: 'pw@host' })).not.toMatch(
      /too-short-secret|pw@host/,
    )
  })

  it('keeps the path of an issuer (RFC 8414 §2)', () => {
    expect(parseSettings({ ...required, GATEHOUSE_ISSUER: 'https://example.com/tenant' }).issuer.href).toBe(
      'https://example.com/tenant',
    )
  })
})
