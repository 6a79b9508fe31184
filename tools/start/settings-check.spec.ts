import { describe, expect, it } from '@jest/globals'
import { appPlans } from './apps.mjs'
import { settingsProblems, settingsReaders } from './settings-check.mjs'
import { readSettings } from './settings.mjs'

const SECRETS = {
  GATEHOUSE_KEY_ENCRYPTION_KEY: 'q0vN1mJ7wXn5yXbq6cWJ6n2m4h8kP0sZr1tUuVvWwXY',
  GATEHOUSE_PASSWORD_PEPPER: 'pepper-of-the-tests-0123456789abcdef',
  GATEHOUSE_COOKIE_SECRET: 'cookies-of-the-tests-0123456789abcdef',
  GATEHOUSE_BANK_CLIENT_SECRET: 'bank-of-the-tests-0123456789abcdef',
  GATEHOUSE_CONSOLE_CLIENT_SECRET: 'console-of-the-tests-0123456789abcdef',
  GATEHOUSE_CONSOLE_SECRET: 'seals-of-the-tests-0123456789abcdef',
}

async function problems(env: NodeJS.ProcessEnv, secrets: Partial<typeof SECRETS>): Promise<string[]> {
  const settings = await readSettings(env, [])
  return settingsProblems(
    appPlans(settings, secrets, 'postgresql://localhost/', env),
    await settingsReaders(),
  )
}

describe('a start in production', () => {
  const NODE_ENV = 'production'

  it('names everything that is missing, of all three apps, in one list', async () => {
    const found = await problems({ NODE_ENV, GATEHOUSE_ISSUER: 'http://id.example' }, {})
    expect(found.sort()).toStrictEqual([
      'GATEHOUSE_BANK_CLIENT_SECRET is missing beside the id (resource-api)',
      'GATEHOUSE_CONSOLE_CLIENT_SECRET is missing (admin-console)',
      'GATEHOUSE_CONSOLE_SECRET is missing (admin-console)',
      'GATEHOUSE_COOKIE_SECRET is missing (auth-server)',
      'GATEHOUSE_ISSUER must be https (http only on a loopback host) (admin-console)',
      'GATEHOUSE_ISSUER: must be https in production (auth-server, resource-api)',
      'GATEHOUSE_KEY_ENCRYPTION_KEY is missing (auth-server)',
      'GATEHOUSE_PASSWORD_PEPPER is missing (auth-server)',
    ])
  })

  it('never shows a value', async () => {
    const short = {
      ...SECRETS,
      GATEHOUSE_CONSOLE_SECRET: 'kept-short',
      GATEHOUSE_PASSWORD_PEPPER: 'kept-short',
    }
    const found = await problems({ NODE_ENV, GATEHOUSE_ISSUER: 'https://id.example' }, short)
    expect(found).toHaveLength(2)
    expect(found.join()).not.toContain('kept-short')
  })

  it('goes on when everything is there', async () => {
    expect(await problems({ NODE_ENV, GATEHOUSE_ISSUER: 'https://id.example' }, SECRETS)).toStrictEqual([])
  })
})
