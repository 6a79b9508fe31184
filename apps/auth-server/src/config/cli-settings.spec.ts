import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { CliSettings } from './cli-settings.js'
import { BrokenSettings } from './settings.js'

const DATABASE_URL = 'postgresql://localhost/gatehouse'
const PEPPER = randomBytes(32).toString('base64url')

describe('settings of the command line', () => {
  it('are the database, and for passwords what the server hashes with', () => {
    const settings = CliSettings.parse({ DATABASE_URL, GATEHOUSE_PASSWORD_PEPPER: PEPPER })
    expect(settings.databaseUrl).toBe(DATABASE_URL)
    expect(settings.passwordHashing()).toEqual({ pepper: PEPPER, cost: 12 })
  })

  it('name what is missing, the pepper only when a password is to be hashed', () => {
    expect(() => CliSettings.parse({})).toThrow('DATABASE_URL is missing')
    const settings = CliSettings.parse({ DATABASE_URL })
    expect(() => settings.passwordHashing()).toThrow(
      new BrokenSettings('GATEHOUSE_PASSWORD_PEPPER is missing'),
    )
  })

  it('name what is wrong', () => {
    expect(() => CliSettings.parse({ DATABASE_URL: 'mysql://x' })).toThrow('DATABASE_URL: ')
    expect(() => CliSettings.parse({ DATABASE_URL, GATEHOUSE_PASSWORD_COST: '4' })).toThrow(
      'GATEHOUSE_PASSWORD_COST: ',
    )
    expect(() => CliSettings.parse({ DATABASE_URL, GATEHOUSE_PASSWORD_PEPPER: 'short' })).toThrow(
      'GATEHOUSE_PASSWORD_PEPPER: ',
    )
  })
})
