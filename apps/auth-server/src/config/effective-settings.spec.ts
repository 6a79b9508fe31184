import { expect, it } from '@jest/globals'
import { effectiveSettings } from './effective-settings.js'
import { environmentSchema } from './environment.js'

const environment = environmentSchema.parse({
  DATABASE_URL: 'postgresql://gatehouse:hunter2@db/gatehouse',
  REDIS_URL: 'redis://:hunter2@cache',
  GATEHOUSE_KEY_ENCRYPTION_KEY: 'hunter2-'.repeat(6).slice(0, 43),
  GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY: 'hunter2_'.repeat(6).slice(0, 43),
  GATEHOUSE_PASSWORD_PEPPER: 'hunter2 '.repeat(5),
  GATEHOUSE_COOKIE_SECRET: 'hunter2!'.repeat(5),
  GATEHOUSE_PORT: '4711',
})

it('every setting is there once, and what could hold a secret never shows its value', () => {
  const settings = effectiveSettings(environment, () => 'environment')
  expect(settings.map(({ name }) => name)).toStrictEqual(Object.keys(environmentSchema.shape))
  expect(JSON.stringify(settings)).not.toContain('hunter2')
  expect(settings.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toStrictEqual([
    'DATABASE_URL',
    'REDIS_URL',
    'GATEHOUSE_KEY_ENCRYPTION_KEY',
    'GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY',
    'GATEHOUSE_PASSWORD_PEPPER',
    'GATEHOUSE_COOKIE_SECRET',
  ])
  expect(settings.find(({ name }) => name === 'GATEHOUSE_PORT')).toMatchObject({ value: 4711, default: 4000 })
})
