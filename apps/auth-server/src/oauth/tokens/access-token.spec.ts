import { describe, expect, it } from '@jest/globals'
import { authenticatedClient, ISSUER, NOW, RESOURCE, resourceRecord, userRecord } from '../records.fixture.js'
import { accessTokenClaims } from './access-token.js'
import type { TokenDecision } from './token-decision.js'

const user = userRecord()
const stamp = {
  issuer: ISSUER,
  defaultAudience: `${ISSUER}/oauth2/userinfo`,
  jti: 'j',
  issuedAt: 1_000,
  lifetimeSeconds: 600,
  dpopJkt: undefined,
}

function decision(change: Partial<TokenDecision> = {}): TokenDecision {
  const context = { sessionId: 's', grantId: 'g', authTime: NOW, acr: 'a', amr: ['pwd'] }
  return {
    outcome: 'issue',
    client: authenticatedClient(),
    subject: { kind: 'user', user, context },
    scope: ['openid', 'accounts:read'],
    resource: resourceRecord(),
    redeems: { kind: 'nothing' },
    beginsRefreshFamily: false,
    nonce: 'never in an access token',
    claims: undefined,
    ...change,
  }
}

describe('the payload of an access token (RFC 9068 §2.2)', () => {
  it('of a person holds what resource servers and revocation need, and nothing personal', () => {
    expect(accessTokenClaims(decision(), stamp)).toEqual({
      iss: ISSUER,
      sub: user.id,
      aud: RESOURCE,
      exp: 1_600,
      iat: 1_000,
      jti: 'j',
      client_id: 'client',
      scope: 'openid accounts:read',
      sid: 's',
      gid: 'g',
      auth_time: NOW.getTime() / 1000,
      acr: 'a',
      amr: ['pwd'],
      roles: ['teller'],
    })
  })

  it('of a client has its id as sub, and no session (RFC 9068 §2.2)', () => {
    const claims = accessTokenClaims(decision({ subject: { kind: 'client' }, scope: [] }), stamp)
    expect(Object.keys(claims).sort()).toEqual(['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'sub'])
    expect(claims.sub).toBe('client')
  })

  it('without a resource is for userinfo, and carries no role of any resource (RFC 9068 §3)', () => {
    const claims = accessTokenClaims(decision({ resource: undefined }), stamp)
    expect(claims.aud).toBe(`${ISSUER}/oauth2/userinfo`)
    expect(claims).not.toHaveProperty('roles')
  })

  it('remembers which standard claims were asked for at userinfo, and no other name (OIDC Core §5.5, §5.5.1)', () => {
    const userinfo = { email: null, nope: null, constructor: null }
    const claims = accessTokenClaims(decision({ claims: { userinfo, id_token: { name: null } } }), stamp)
    expect(claims.userinfo_claims).toEqual(['email'])
    const nothing = accessTokenClaims(decision({ claims: { userinfo: { nope: null }, id_token: {} } }), stamp)
    expect(nothing).not.toHaveProperty('userinfo_claims')
  })
})
