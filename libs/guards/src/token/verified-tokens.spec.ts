import { describe, expect, it } from '@jest/globals'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { VerifiedTokens } from './verified-tokens.js'

const claims = { jti: 'one' } as AccessTokenClaims

describe('VerifiedTokens', () => {
  it('forgets the oldest when full', () => {
    const tokens = new VerifiedTokens(2)
    for (const digest of ['first', 'second', 'third']) tokens.add(digest, claims, 1)
    expect(['first', 'second', 'third'].map((digest) => tokens.get(digest, 1))).toEqual([
      undefined,
      claims,
      claims,
    ])
  })

  it('does not know a token any more once the keys changed', () => {
    const tokens = new VerifiedTokens(2)
    tokens.add('first', claims, 1)
    expect(tokens.get('first', 2)).toBeUndefined()
  })

  it('does not know a token that was removed', () => {
    const tokens = new VerifiedTokens(2)
    tokens.add('first', claims, 1)
    tokens.remove('first')
    expect(tokens.get('first', 1)).toBeUndefined()
  })

  it('keeps nothing with a capacity of 0', () => {
    const tokens = new VerifiedTokens(0)
    tokens.add('first', claims, 1)
    expect(tokens.get('first', 1)).toBeUndefined()
  })
})
