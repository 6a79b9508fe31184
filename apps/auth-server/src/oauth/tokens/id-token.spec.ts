import { describe, expect, it } from '@jest/globals'
import { leftHalfHash, type ClaimsRequest } from '@gatehouse/protocol'
import { authenticatedClient, ISSUER, NOW, userRecord } from '../records.fixture.js'
import { idTokenClaims } from './id-token.js'

const user = userRecord()
const stamp = {
  issuer: ISSUER,
  issuedAt: 1_000,
  lifetimeSeconds: 3_600,
  alg: 'RS256' as const,
  accessToken: 'a.b.c',
}

function claimsOf(change: { nonce?: string; claims?: ClaimsRequest; scope?: string[] } = {}) {
  const context = { sessionId: 's', grantId: 'g', authTime: NOW, acr: 'a', amr: ['pwd'] }
  const subject = { kind: 'user' as const, user: { ...user, account: user }, context }
  return idTokenClaims(
    {
      client: authenticatedClient(),
      subject,
      scope: change.scope ?? ['openid'],
      resource: undefined,
      nonce: change.nonce,
      claims: change.claims,
    },
    subject,
    stamp,
  )
}

describe('the payload of an ID token (OIDC Core §2)', () => {
  it('is about the person, for the client, tied to the access token (§2, §3.1.3.6)', () => {
    expect(claimsOf({ nonce: 'n' })).toEqual({
      iss: ISSUER,
      sub: user.id,
      aud: 'client',
      exp: 4_600,
      iat: 1_000,
      auth_time: NOW.getTime() / 1000,
      nonce: 'n',
      acr: 'a',
      amr: ['pwd'],
      at_hash: leftHalfHash('a.b.c', 'RS256'),
      sid: 's',
    })
  })

  it('has no nonce where the request had none (§3.1.2.1)', () => {
    expect(claimsOf()).not.toHaveProperty('nonce')
  })

  it('leaves profile and email to userinfo, unless claims asks for them by name (§5.4, §5.5)', () => {
    expect(claimsOf({ scope: ['openid', 'profile', 'email'] })).not.toHaveProperty('email')
    const asked = claimsOf({
      claims: { userinfo: { name: null }, id_token: { email: null, nickname: null } },
    })
    expect(asked).toMatchObject({ email: 'ada@example.com' })
    expect(asked).not.toHaveProperty('name')
    expect(asked).not.toHaveProperty('nickname')
  })

  it('lets no requested claim take the place of its own (§2)', () => {
    const forged = {
      sub: { value: 'mallory' },
      iss: { value: 'x' },
      acr: { value: 'gold' },
      exp: { value: 9e9 },
    }
    expect(claimsOf({ claims: { userinfo: {}, id_token: forged } })).toMatchObject({
      sub: user.id,
      iss: ISSUER,
      acr: 'a',
      exp: 4_600,
    })
  })
})
