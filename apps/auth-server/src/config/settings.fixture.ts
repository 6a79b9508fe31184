import { Settings } from './settings.js'

/** Settings of a test that needs no database; the secrets are the same at each call. */
export function testSettings(variables: Record<string, string> = {}): Settings {
  return Settings.parse({
    NODE_ENV: 'test',
    DATABASE_URL: 'postgresql://nowhere.invalid/gatehouse',
    GATEHOUSE_KEY_ENCRYPTION_KEY: 'q0vN1mJ7wXn5yXbq6cWJ6n2m4h8kP0sZr1tUuVvWwXY',
    GATEHOUSE_PASSWORD_PEPPER: 'pepper-of-the-tests-0123456789abcdef',
    GATEHOUSE_COOKIE_SECRET: 'cookies-of-the-tests-0123456789abcdef',
    GATEHOUSE_PASSWORD_COST: '10',
    ...variables,
  })
}
