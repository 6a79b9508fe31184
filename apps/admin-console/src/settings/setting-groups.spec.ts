import { describe, expect, it } from '@jest/globals'
import type { AdminSetting } from '@gatehouse/token-types'
import { groupsOf, matchingSettings } from './setting-groups'

const setting = (name: string, given: Partial<AdminSetting> = {}): AdminSetting => ({
  name,
  description: 'What it means',
  value: null,
  default: null,
  source: 'default',
  is_secret: false,
  ...given,
})

describe('settings in groups', () => {
  it('keeps limits of requests with sign-in and codes with tokens, though both begin alike', () => {
    const groups = groupsOf([
      setting('GATEHOUSE_AUTHORIZATION_CODE_LIFETIME_SECONDS'),
      setting('GATEHOUSE_AUTHORIZATION_REQUESTS_PER_MINUTE'),
    ])
    expect(groups.map(({ name }) => name)).toEqual(['signIn', 'tokens'])
  })

  it('shows a setting that no group claims, at the end', () => {
    const groups = groupsOf([setting('GATEHOUSE_NEW_THING'), setting('DATABASE_URL')])
    expect(groups.map(({ name }) => name)).toEqual(['storage', 'other'])
  })
})

describe('settings that match', () => {
  const all = [
    setting('GATEHOUSE_PORT', { value: 4000, source: 'environment' }),
    setting('GATEHOUSE_HOST', { description: 'Address to listen on' }),
  ]
  it.each([
    ['port', undefined, ['GATEHOUSE_PORT']],
    ['LISTEN', undefined, ['GATEHOUSE_HOST']],
    ['4000', undefined, ['GATEHOUSE_PORT']],
    ['', 'default', ['GATEHOUSE_HOST']],
    ['port', 'default', []],
  ])('hold %j of %s', (search, source, names) => {
    expect(matchingSettings(all, { search, source }).map(({ name }) => name)).toEqual(names)
  })
})
