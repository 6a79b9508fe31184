import { describe, expect, it } from '@jest/globals'
import { Settings } from './settings.js'

const client = { clientId: 'bank', clientSecret: 'secret' }
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

  it.each([
    [undefined, { feed: { ...client, silenceBoundSeconds: 30 } }],
    ['introspection', { introspection: { ...client, cacheSeconds: 2 } }],
    ['none', 'none'],
  ])('learns of revocations, once it has a client of its own, by %s', (mode, revocation) => {
    const settings = Settings.parse({
      DATABASE_URL,
      GATEHOUSE_BANK_CLIENT_ID: client.clientId,
      GATEHOUSE_BANK_CLIENT_SECRET: client.clientSecret,
      GATEHOUSE_BANK_REVOCATION: mode,
    })
    expect(settings.revocation).toEqual(revocation)
  })

  it('fails closed after the silence that it was given', () => {
    const settings = Settings.parse({
      DATABASE_URL,
      GATEHOUSE_BANK_CLIENT_ID: client.clientId,
      GATEHOUSE_BANK_CLIENT_SECRET: client.clientSecret,
      GATEHOUSE_BANK_SILENCE_BOUND_SECONDS: '20',
    })
    expect(settings.revocation).toEqual({ feed: { ...client, silenceBoundSeconds: 20 } })
  })

  it('checks the proof of tokens that are bound to a key, unless told otherwise (RFC 9449 §7)', () => {
    expect(Settings.parse({ DATABASE_URL }).dpop).toEqual({ mode: 'optional' })
    expect(Settings.parse({ DATABASE_URL, GATEHOUSE_BANK_DPOP: 'required' }).dpop).toEqual({
      mode: 'required',
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
    ['another way to learn', { GATEHOUSE_BANK_REVOCATION: 'poll' }, 'GATEHOUSE_BANK_REVOCATION: '],
    [
      'a silence shorter than the pause between two heartbeats',
      { GATEHOUSE_BANK_SILENCE_BOUND_SECONDS: '9' },
      'GATEHOUSE_BANK_SILENCE_BOUND_SECONDS: ',
    ],
    ['another DPoP mode', { GATEHOUSE_BANK_DPOP: 'on' }, 'GATEHOUSE_BANK_DPOP: '],
    ['half a client', { GATEHOUSE_BANK_CLIENT_ID: 'bank' }, 'GATEHOUSE_BANK_CLIENT_SECRET is missing'],
    ['the other half', { GATEHOUSE_BANK_CLIENT_SECRET: 's' }, 'GATEHOUSE_BANK_CLIENT_ID is missing'],
    [
      'an http issuer in production',
      { NODE_ENV: 'production', GATEHOUSE_ISSUER: 'http://id.example' },
      'GATEHOUSE_ISSUER: must be https in production',
    ],
    [
      'everything at once, not one after the other',
      {
        DATABASE_URL: '',
        NODE_ENV: 'production',
        GATEHOUSE_ISSUER: 'http://id.example',
        GATEHOUSE_BANK_CLIENT_ID: 'b',
      },
      [
        'DATABASE_URL is missing',
        'GATEHOUSE_ISSUER: must be https in production',
        'GATEHOUSE_BANK_CLIENT_SECRET is missing beside the id',
      ].join('\n'),
    ],
  ])('refuses %s in one line that names the variable', (_, variables, line) => {
    expect(() => Settings.parse({ DATABASE_URL, ...variables })).toThrow(line)
  })
})
