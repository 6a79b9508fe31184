import { describe, expect, it } from '@jest/globals'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { principalOf } from './principal.js'

const claims: AccessTokenClaims = {
  iss: 'https://id.example',
  sub: 'app',
  aud: 'https://api.example',
  exp: 2,
  iat: 1,
  jti: 'one',
  client_id: 'app',
}

describe('principalOf', () => {
  it('takes a token whose sub is its client for the client (RFC 9068 §2.2)', () => {
    expect(principalOf(claims)).toEqual({
      kind: 'client',
      subject: 'app',
      clientId: 'app',
      scopes: [],
      roles: [],
    })
  })

  it.each([
    ['the sub is another than the client', { sub: 'person' }],
    ['a session stands behind it', { sid: 'session' }],
    ['a grant stands behind it', { gid: 'grant' }],
  ])('takes a token for a person when %s', (_, change) => {
    expect(principalOf({ ...claims, ...change }).kind).toBe('user')
  })

  it('says when and how a person signed in', () => {
    expect(
      principalOf({ ...claims, sub: 'person', auth_time: 60, acr: 'strong', scope: 'a b' }),
    ).toMatchObject({
      authenticatedAt: new Date(60_000),
      acr: 'strong',
      scopes: ['a', 'b'],
    })
  })
})
