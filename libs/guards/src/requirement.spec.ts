import { describe, expect, it } from '@jest/globals'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { findUnmet, merge } from './requirement.js'

const token = {
  scope: 'accounts:read reports:read',
  roles: ['auditor'],
  acr: 'two-factors',
} as AccessTokenClaims

describe('findUnmet', () => {
  it.each([
    ['every scope', { scopes: ['accounts:read', 'reports:read'] }],
    ['one scope of the list', { anyScope: [['reports:admin', 'reports:read']] }],
    ['the role', { roles: ['auditor'] }],
    ['one acr of the list', { acr: [['passkey', 'two-factors']] }],
    ['nothing required', {}],
  ])('finds nothing: %s', (_, part) => {
    expect(findUnmet(merge(undefined, part), token)).toBeUndefined()
  })

  it('names every scope needed when one is missing (RFC 6750 §3.1)', () => {
    const unmet = findUnmet(merge(undefined, { scopes: ['accounts:read', 'transfers:write'] }), token)
    expect(unmet?.error).toMatchObject({ code: 'insufficient_scope', status: 403 })
    expect(unmet?.challenge).toEqual({ scope: 'accounts:read transfers:write' })
  })

  it('does not take a scope for another that it begins with (RFC 6749 §3.3)', () => {
    expect(findUnmet(merge(undefined, { scopes: ['accounts'] }), token)?.error.code).toBe(
      'insufficient_scope',
    )
  })

  it('refuses a token without any scope', () => {
    const bare = {} as AccessTokenClaims
    expect(findUnmet(merge(undefined, { anyScope: [['a', 'b']] }), bare)?.challenge).toEqual({ scope: 'a b' })
  })

  it('demands every role, not one of them', () => {
    const unmet = findUnmet(merge(undefined, { roles: ['auditor', 'director'] }), token)
    expect(unmet?.error.code).toBe('insufficient_scope')
    expect(unmet?.challenge).toEqual({})
  })

  it('asks for a stronger sign-in before it speaks of scopes (RFC 9470 §3)', () => {
    const unmet = findUnmet(merge(undefined, { scopes: ['missing'], acr: [['passkey', 'hardware']] }), token)
    expect(unmet?.error).toMatchObject({ code: 'insufficient_user_authentication', status: 401 })
    expect(unmet?.challenge).toEqual({ acr_values: 'passkey hardware' })
  })
})
