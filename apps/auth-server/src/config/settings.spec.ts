import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { environmentSchema } from './environment.js'
import { BrokenSettings, Settings } from './settings.js'

const random = () => randomBytes(32).toString('base64url')

const REQUIRED = {
  DATABASE_URL: 'postgresql://localhost/gatehouse',
  GATEHOUSE_KEY_ENCRYPTION_KEY: random(),
  GATEHOUSE_PASSWORD_PEPPER: random(),
  GATEHOUSE_COOKIE_SECRET: random(),
}

const parse = (change: Record<string, string | undefined> = {}) => Settings.parse({ ...REQUIRED, ...change })

function complaint(change: Record<string, string | undefined>): string {
  try {
    parse(change)
  } catch (error) {
    if (error instanceof BrokenSettings) return error.message
    throw error
  }
  return '(accepted)'
}

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'))
afterAll(() => rmSync(folder, { recursive: true }))

function secretFile(content: string): string {
  const file = join(folder, random())
  writeFileSync(file, content)
  return file
}

describe('a setting that is missing or wrong', () => {
  it.each(Object.keys(REQUIRED))('%s is named in one line when it is missing or empty', (name) => {
    expect(complaint({ [name]: undefined })).toBe(`${name} is missing`)
    expect(complaint({ [name]: '' })).toBe(`${name} is missing`)
  })

  it.each([
    ['NODE_ENV', 'staging'],
    ['GATEHOUSE_ISSUER', 'id.example.com'],
    ['GATEHOUSE_ISSUER', 'ftp://id.example.com'],
    ['GATEHOUSE_PORT', '65536'],
    ['GATEHOUSE_PORT', 'http'],
    ['GATEHOUSE_PORT', '40.5'],
    ['GATEHOUSE_TRUSTED_PROXIES', 'proxy.internal'],
    ['GATEHOUSE_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['GATEHOUSE_TRUSTED_PROXIES', '10.0.0.0/0'],
    ['GATEHOUSE_TRUSTED_PROXIES', '10.0.0.1,,10.0.0.2'],
    ['GATEHOUSE_BRAND_NAME', 'x'.repeat(61)],
    ['GATEHOUSE_CONSOLE_URL', 'javascript:alert(1)'],
    ['GATEHOUSE_LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'mysql://localhost/gatehouse'],
    ['GATEHOUSE_DATABASE_POOL_SIZE', '0'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['GATEHOUSE_KEY_ENCRYPTION_KEY', randomBytes(16).toString('base64url')],
    ['GATEHOUSE_KEY_ENCRYPTION_KEY', `${random()}!`],
    ['GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY', 'short'],
    ['GATEHOUSE_PASSWORD_PEPPER', 'a5GY'],
    ['GATEHOUSE_COOKIE_SECRET', 'a5GY'],
    ['GATEHOUSE_PASSWORD_COST', '9'],
    ['GATEHOUSE_SESSION_LIFETIME_SECONDS', '1'],
    ['GATEHOUSE_ACCESS_TOKEN_LIFETIME_SECONDS', '3601'],
    ['GATEHOUSE_REFRESH_GRACE_SECONDS', '-1'],
  ])('%s=%s is refused in one line that begins with its name', (name, value) => {
    expect(complaint({ [name]: value })).toMatch(new RegExp(`^${name}: [^\\n]+$`, 'u'))
  })

  it('gets a line each when there are several', () => {
    const lines = complaint({ DATABASE_URL: undefined, GATEHOUSE_PORT: '-1' }).split('\n')
    expect(lines.map((line) => line.split(/[: ]/u)[0]).sort()).toStrictEqual([
      'DATABASE_URL',
      'GATEHOUSE_PORT',
    ])
  })

  it('is never shown itself: a secret must not reach the terminal', () => {
    const secret = 'changeme-changeme-changeme-changeme'
    expect(complaint({ GATEHOUSE_COOKIE_SECRET: secret, REDIS_URL: 'secret-place' })).not.toMatch(
      /changeme|secret-place/u,
    )
  })
})

describe('secrets', () => {
  it.each([
    ['GATEHOUSE_COOKIE_SECRET', 'change-me-change-me-change-me-change-me'],
    ['GATEHOUSE_PASSWORD_PEPPER', 'placeholder-placeholder-placeholder'],
    ['GATEHOUSE_COOKIE_SECRET', 'x'.repeat(43)],
    ['GATEHOUSE_KEY_ENCRYPTION_KEY', Buffer.alloc(32).toString('base64url')],
    ['GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY', '0'.repeat(43)],
  ])('%s=%s is a placeholder and refused', (name, value) => {
    expect(complaint({ [name]: value })).toBe(`${name}: is a placeholder; make a random one`)
  })

  it('accepts every random value, whatever character it begins with', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((value) => new Set(value).size > 8)
    fc.assert(
      fc.property(bytes, (value) => {
        const secret = Buffer.from(value).toString('base64url')
        const { secrets } = parse({ GATEHOUSE_KEY_ENCRYPTION_KEY: secret, GATEHOUSE_COOKIE_SECRET: secret })
        expect(secrets.keyEncryptionKey).toStrictEqual(Buffer.from(value))
        expect(secrets.cookieSecret).toBe(secret)
      }),
    )
    for (const first of ['a', 'A', 'x', '0']) {
      expect(parse({ GATEHOUSE_PASSWORD_PEPPER: first + random() }).secrets.passwordPepper).toMatch(
        /^[aAx0]/u,
      )
    }
  })

  it('come from files instead, without the line break at the end', () => {
    const secret = random()
    const settings = parse({
      GATEHOUSE_COOKIE_SECRET: undefined,
      GATEHOUSE_COOKIE_SECRET_FILE: secretFile(`${secret}\n`),
    })
    expect(settings.secrets.cookieSecret).toBe(secret)
  })

  it('given directly win over their files', () => {
    const file = secretFile(random())
    expect(parse({ GATEHOUSE_COOKIE_SECRET_FILE: file }).secrets.cookieSecret).toBe(
      REQUIRED.GATEHOUSE_COOKIE_SECRET,
    )
  })

  it('whose file is missing, empty or wrong name the variable', () => {
    const given = { GATEHOUSE_COOKIE_SECRET: undefined }
    expect(complaint({ ...given, GATEHOUSE_COOKIE_SECRET_FILE: '/nowhere/secret' })).toBe(
      'GATEHOUSE_COOKIE_SECRET_FILE: /nowhere/secret cannot be read',
    )
    for (const content of ['', '\n', 'too short']) {
      expect(complaint({ ...given, GATEHOUSE_COOKIE_SECRET_FILE: secretFile(content) })).toMatch(
        /^GATEHOUSE_COOKIE_SECRET: [^\n]+$/u,
      )
    }
  })
})

describe('the issuer (RFC 8414 §2)', () => {
  const PRODUCTION = { NODE_ENV: 'production' }

  it.each([
    'https://id.example.com/tenant',
    'https://id.example.com/?a=b',
    'https://id.example.com/#top',
    'https://admin:secret@id.example.com',
  ])('%s is refused: scheme, host and port alone', (issuer) => {
    expect(complaint({ GATEHOUSE_ISSUER: issuer })).toMatch(
      /^GATEHOUSE_ISSUER: must be scheme, host and port/u,
    )
  })

  it('is complained of together with everything else that is missing', () => {
    const lines = complaint({
      NODE_ENV: 'production',
      GATEHOUSE_ISSUER: 'http://id.example',
      GATEHOUSE_COOKIE_SECRET: '',
      DATABASE_URL: undefined,
    }).split('\n')
    expect(lines.sort()).toStrictEqual([
      'DATABASE_URL is missing',
      'GATEHOUSE_COOKIE_SECRET is missing',
      'GATEHOUSE_ISSUER: must be https in production',
    ])
  })

  it('must be https in production, loopback excepted', () => {
    expect(complaint({ ...PRODUCTION, GATEHOUSE_ISSUER: 'http://id.example.com' })).toBe(
      'GATEHOUSE_ISSUER: must be https in production',
    )
    expect(complaint({ ...PRODUCTION, GATEHOUSE_ISSUER: 'http://localhost.example.com' })).toMatch(/https/u)
    for (const issuer of ['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000']) {
      expect(parse({ ...PRODUCTION, GATEHOUSE_ISSUER: issuer }).issuer).toBe(issuer)
    }
  })

  it('may be http on any host in development', () => {
    const settings = parse({ GATEHOUSE_ISSUER: 'http://id.example.test' })
    expect([settings.issuer, settings.secure, settings.production]).toStrictEqual([
      'http://id.example.test',
      false,
      false,
    ])
  })

  it('is written without a slash at the end and makes absolute URLs', () => {
    const settings = parse({ ...PRODUCTION, GATEHOUSE_ISSUER: 'https://ID.example.com:443/' })
    expect(settings.issuer).toBe('https://id.example.com')
    expect(settings.url('/oauth2/token')).toBe('https://id.example.com/oauth2/token')
    expect([settings.secure, settings.production]).toStrictEqual([true, true])
  })

  it('is localhost with the port when it is absent', () => {
    expect(parse({ GATEHOUSE_PORT: '4123' }).issuer).toBe('http://localhost:4123')
  })
})

describe('production', () => {
  it('refuses to start without the secrets, and names every one that is missing', () => {
    const missing = { ...REQUIRED, NODE_ENV: 'production', GATEHOUSE_ISSUER: 'https://id.example.com' }
    const secrets = Object.keys(REQUIRED).filter((name) => name.startsWith('GATEHOUSE_'))
    const without = Object.fromEntries(secrets.map((name) => [name, undefined]))
    expect(() => Settings.parse({ ...missing, ...without })).toThrow(
      secrets.map((name) => `${name} is missing`).join('\n'),
    )
  })
})

describe('values', () => {
  it('have safe defaults where nothing is given', () => {
    const settings = parse()
    expect(settings).toMatchObject({
      host: 'localhost',
      port: 4000,
      trustedProxies: [],
      consoleUrl: undefined,
      redisUrl: undefined,
      passwordCost: 12,
      lifetimes: { authorizationCodeSeconds: 60, accessTokenSeconds: 900, refreshGraceSeconds: 10 },
    })
  })

  it('are read from text', () => {
    const settings = parse({
      GATEHOUSE_TRUSTED_PROXIES: ' 10.0.0.0/8, ::1 ,192.0.2.7',
      GATEHOUSE_REFRESH_GRACE_SECONDS: '0',
    })
    expect(settings.trustedProxies).toStrictEqual(['10.0.0.0/8', '::1', '192.0.2.7'])
    expect(settings.lifetimes.refreshGraceSeconds).toBe(0)
  })

  it('that the schema does not know are ignored', () => {
    expect(parse({ GATEHOUSE_UNKNOWN: 'x' })).toBeInstanceOf(Settings)
    expect(Object.keys(environmentSchema.shape)).not.toContain('GATEHOUSE_UNKNOWN')
  })
})
