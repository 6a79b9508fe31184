import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { OAuthError } from './oauth-error.js'
import { formatScope, missingScopes, parseScope } from './scope.js'

const allowedCharacters = Array.from({ length: 0x7e - 0x21 + 1 }, (_, i) =>
  String.fromCharCode(0x21 + i),
).filter((character) => character !== '"' && character !== '\\')
const scopeTokens = fc.string({ unit: fc.constantFrom(...allowedCharacters), minLength: 1 })

describe('parseScope', () => {
  it('keeps the order and drops repetitions (RFC 6749 §3.3)', () => {
    expect(parseScope('openid profile openid urn:bank:read')).toStrictEqual([
      'openid',
      'profile',
      'urn:bank:read',
    ])
  })

  it.each([undefined, '', ' '])(
    'reads %j as no scope: a parameter without value is omitted (RFC 6749 §3.1)',
    (value) => {
      expect(parseScope(value)).toStrictEqual([])
    },
  )

  it('ignores superfluous spaces (RFC 6749 §3.3)', () => {
    expect(parseScope(' openid  email ')).toStrictEqual(['openid', 'email'])
  })

  it('tells scopes of different case apart (RFC 6749 §3.3)', () => {
    expect(parseScope('read READ')).toStrictEqual(['read', 'READ'])
  })

  it.each([
    'read"',
    'a\\b',
    'openid\tprofile',
    'openid\nprofile',
    'lesen-für',
    'a\u0000',
    'a\u00a0b',
    '\u007f',
  ])('refuses %j with invalid_scope (RFC 6749 §3.3)', (value) => {
    expect(() => parseScope(value)).toThrow(expect.objectContaining({ code: 'invalid_scope', status: 400 }))
  })

  it('reads back every list of well-formed scopes that was formatted (RFC 6749 §3.3)', () => {
    fc.assert(
      fc.property(fc.uniqueArray(scopeTokens), (scopes) => {
        expect(parseScope(formatScope(scopes))).toStrictEqual(scopes)
      }),
    )
  })

  it('for any text gives scopes without repetition or fails with invalid_scope, and nothing else (RFC 6749 §3.3)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          const scopes = parseScope(text)
          expect(new Set(scopes).size).toBe(scopes.length)
          for (const scope of scopes) expect(scope).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/)
        } catch (error) {
          expect(error).toBeInstanceOf(OAuthError)
          expect(error).toHaveProperty('code', 'invalid_scope')
        }
      }),
    )
  })
})

describe('missingScopes', () => {
  it('names what is wanted and not allowed, in the order wanted (RFC 6749 §3.3)', () => {
    expect(missingScopes(['a', 'b', 'c'], ['b'])).toStrictEqual(['a', 'c'])
  })

  it('does not take a prefix or another case for the scope (RFC 6749 §3.3)', () => {
    expect(missingScopes(['accounts:write', 'Read'], ['accounts', 'accounts:*', 'read'])).toStrictEqual([
      'accounts:write',
      'Read',
    ])
  })

  it('is empty exactly where every wanted scope is allowed', () => {
    fc.assert(
      fc.property(fc.array(scopeTokens), fc.array(scopeTokens), (wanted, allowed) => {
        expect(missingScopes(wanted, [...allowed, ...wanted])).toStrictEqual([])
        for (const scope of missingScopes(wanted, allowed)) expect(allowed).not.toContain(scope)
      }),
    )
  })
})
