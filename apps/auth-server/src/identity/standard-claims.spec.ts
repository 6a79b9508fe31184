import { describe, expect, it } from '@jest/globals'
import type { UserRecord } from '@gatehouse/data-access'
import { STANDARD_CLAIMS } from '@gatehouse/protocol'
import { standardClaimsOf } from './standard-claims.js'

const NOTHING = {
  id: '018f-id',
  username: 'ada',
  preferredUsername: null,
  email: null,
  emailVerified: false,
  phoneNumber: null,
  phoneNumberVerified: false,
  updatedAt: new Date('2026-01-01T00:00:00.999Z'),
} as UserRecord

describe('standardClaimsOf (OIDC Core §5.1)', () => {
  it('knows a value or its absence for each standard claim', () => {
    expect(Object.keys(standardClaimsOf(NOTHING)).sort()).toStrictEqual(
      [...new Set(['sub', ...STANDARD_CLAIMS])].sort(),
    )
  })

  it('says nothing of the verification of what is not there', () => {
    const claims = standardClaimsOf(NOTHING)
    expect([claims['email_verified'], claims['phone_number_verified']]).toStrictEqual([null, null])
  })

  it('says whether mail and telephone were verified', () => {
    const claims = standardClaimsOf({
      ...NOTHING,
      email: 'a@b.example',
      phoneNumber: '+44 20 7946 0000',
      phoneNumberVerified: true,
    })
    expect(claims).toMatchObject({ email_verified: false, phone_number_verified: true })
  })

  it('gives updated_at in whole seconds, and the user name where no other is preferred', () => {
    expect(standardClaimsOf(NOTHING)).toMatchObject({
      sub: '018f-id',
      updated_at: Date.UTC(2026, 0, 1) / 1000,
      preferred_username: 'ada',
    })
    expect(standardClaimsOf({ ...NOTHING, preferredUsername: 'Countess' })).toMatchObject({
      preferred_username: 'Countess',
    })
  })

  it('never holds the password hash', () => {
    const claims = standardClaimsOf({ ...NOTHING, passwordHash: '$2b$12$abc' })
    expect(JSON.stringify(claims)).not.toContain('$2b$')
  })
})
