import { describe, expect, it } from '@jest/globals'
import { Settings } from './settings.js'

const DATABASE_URL = 'postgresql://bank@localhost/bank'

describe('Settings', () => {
  it('needs a database alone; the audience follows the port', () => {
    expect(Settings.parse({ DATABASE_URL, GATEHOUSE_BANK_PORT: '4711', GATEHOUSE_ISSUER: '' })).toMatchObject(
      {
        issuer: 'http://localhost:4000',
        audience: 'http://localhost:4711',
        host: 'localhost',
        port: 4711,
        revocation: 'none',
      },
    )
  })

  it('asks by introspection once it has a client of its own (RFC 7662)', () => {
    const settings = Settings.parse({
      DATABASE_URL,
      GATEHOUSE_BANK_CLIENT_ID: 'bank',
      GATEHOUSE_BANK_CLIENT_SECRET: 'secret',
    })
    expect(settings.revocation).toEqual({
      introspection: { clientId: 'bank', clientSecret: 'secret', cacheSeconds: 2 },
    })
  })

  it.each([
    ['no database', { DATABASE_URL: '' }, 'DATABASE_URL is missing'],
    [
      'another database',
      { DATABASE_URL: 'mysql://localhost' },
      'DATABASE_URL: must begin with postgresql://',
    ],
    ['a port that is none', { GATEHOUSE_BANK_PORT: '70000' }, 'GATEHOUSE_BANK_PORT: '],
    ['an issuer that is no URL', { GATEHOUSE_ISSUER: 'localhost' }, 'GATEHOUSE_ISSUER: '],
    ['half a client', { GATEHOUSE_BANK_CLIENT_ID: 'bank' }, 'GATEHOUSE_BANK_CLIENT_SECRET is missing'],
    ['the other half', { GATEHOUSE_BANK_CLIENT_SECRET: 's' }, 'GATEHOUSE_BANK_CLIENT_ID is missing'],
    [
      'an http issuer in production',
      { NODE_ENV: 'production', GATEHOUSE_ISSUER: 'http://id.example' },
      'GATEHOUSE_ISSUER: must be https in production',
    ],
  ])('refuses %s in one line that names the variable', (_, variables, line) => {
    expect(() => Settings.parse({ DATABASE_URL, ...variables })).toThrow(line)
  })
})
