import { describe, expect, it } from '@jest/globals'
import type { AdminSigningKey } from '@gatehouse/token-types'
import { keysByAlgorithm, warningOf } from './key-ages'

const now = new Date('2027-06-01T00:00:00Z')
const key = (fields: Partial<AdminSigningKey>): AdminSigningKey => ({
  kid: 'k',
  alg: 'ES256',
  state: 'active',
  created_at: '2027-05-01T00:00:00Z',
  activated_at: '2027-05-02T00:00:00Z',
  retiring_at: null,
  retired_at: null,
  last_token_expires_at: null,
  rotates_at: '2027-08-01T00:00:00Z',
  ...fields,
})
const next = key({ kid: 'n', state: 'next', activated_at: null, rotates_at: null })

describe('keys by algorithm', () => {
  it('begin with the one that signs, and leave out what is long over', () => {
    const retired = ['a', 'b', 'c', 'd'].map((kid, at) =>
      key({ kid, state: 'retired', created_at: `2027-01-0${at + 1}T00:00:00Z` }),
    )
    const [rs, es] = [key({ alg: 'RS256', kid: 'r' }), key({ kid: 'e' })]
    const found = keysByAlgorithm({ keys: [...retired, next, rs, es], rotation_days: 90, lead_seconds: 900 })
    expect(found.map(({ alg, keys, left }) => [alg, keys.map(({ kid }) => kid), left])).toEqual([
      ['ES256', ['e', 'n', 'd', 'c', 'b'], 1],
      ['RS256', ['r'], 0],
    ])
  })
})

describe('warningOf', () => {
  it.each([
    ['nothing where the schedule holds', [key({}), next], undefined],
    ['overdue', [key({ rotates_at: '2027-05-30T00:00:00Z' }), next], 'overdue'],
    [
      'old, where nothing replaces it',
      [key({ rotates_at: null, activated_at: '2027-01-01T00:00:00Z' }), next],
      'old',
    ],
    ['no successor', [key({})], 'noNext'],
  ])('says %s', (_, keys, expected) => expect(warningOf(keys, now)).toBe(expected))
})
