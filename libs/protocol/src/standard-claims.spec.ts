import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { SCOPE_CLAIMS, STANDARD_CLAIMS, selectClaims } from './standard-claims.js'

const AVAILABLE = {
  name: 'Ada Lovelace',
  nickname: '',
  picture: null,
  website: undefined,
  email: 'ada@example.org',
  email_verified: false,
  updated_at: 0,
  phone_number: '+15550100',
  password_hash: 'never asked for',
}

describe('selectClaims', () => {
  it('returns the claims of each scope, with false and 0 as values like others (OIDC Core §5.4)', () => {
    expect(selectClaims(AVAILABLE, ['openid', 'profile', 'email'])).toStrictEqual({
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      email_verified: false,
      updated_at: 0,
    })
  })

  it('returns nothing for openid and for scopes of a resource (OIDC Core §5.4)', () => {
    expect(selectClaims(AVAILABLE, ['openid', 'offline_access', 'accounts:read'])).toStrictEqual({})
  })

  it('leaves out claims without value even where they are essential (OIDC Core §5.3.2, §5.5.1)', () => {
    const requested = {
      nickname: { essential: true },
      picture: null,
      website: null,
      address: { essential: true },
    }
    expect(Object.keys(selectClaims(AVAILABLE, ['profile', 'address'], requested))).toStrictEqual([
      'name',
      'updated_at',
    ])
    expect(Object.keys(selectClaims(AVAILABLE, [], requested))).toStrictEqual([])
  })

  it('adds single claims that were asked for without their scope (OIDC Core §5.5)', () => {
    expect(selectClaims(AVAILABLE, ['email'], { name: null })).toStrictEqual({
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      email_verified: false,
    })
  })

  it('returns a claim as it is where another value was asked for (OIDC Core §5.5.1)', () => {
    const requested = { email: { value: 'other@example.org' }, name: { values: ['A', 'B'] } }
    expect(selectClaims(AVAILABLE, [], requested)).toStrictEqual({
      name: 'Ada Lovelace',
      email: 'ada@example.org',
    })
  })

  it.each(['constructor', 'toString', '__proto__'])(
    'never returns the inherited member %s (OIDC Core §5.5)',
    (name) => {
      const requested = Object.fromEntries([[name, null]])
      expect(Object.keys(selectClaims(AVAILABLE, [name], requested))).toStrictEqual([])
    },
  )

  it('returns a claim exactly where it has a value and a scope or the request names it (OIDC Core §5.4, §5.5)', () => {
    const scopes = fc.subarray(['openid', 'profile', 'email', 'address', 'phone'])
    const available = fc.dictionary(
      fc.constantFrom(...STANDARD_CLAIMS),
      fc.constantFrom('x', false, 0, '', null, undefined),
    )
    fc.assert(
      fc.property(available, scopes, fc.subarray([...STANDARD_CLAIMS]), (person, granted, asked) => {
        const selected = selectClaims(
          person,
          granted,
          Object.fromEntries(asked.map((claim) => [claim, null])),
        )
        for (const claim of STANDARD_CLAIMS) {
          const byScope = Object.entries(SCOPE_CLAIMS).some(
            ([scope, claims]) => granted.includes(scope) && claims.includes(claim),
          )
          const hasValue = !['', null, undefined].includes(person[claim] as string | null | undefined)
          expect(Object.hasOwn(selected, claim)).toBe(hasValue && (byScope || asked.includes(claim)))
        }
      }),
    )
  })
})

describe('STANDARD_CLAIMS', () => {
  it('names the twenty claims, each once (OIDC Core §5.1)', () => {
    expect(new Set(STANDARD_CLAIMS).size).toBe(20)
    expect(STANDARD_CLAIMS).toHaveLength(20)
  })
})
