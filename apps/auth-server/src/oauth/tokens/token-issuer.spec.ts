import { describe, expect, it } from '@jest/globals'
import {
  type AuthorizationCodeStore,
  type RefreshTokenStore,
  type CodeRedemption,
  type Rotation,
} from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { aFamily, secondsLater, testKey } from '@gatehouse/testing'
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { type Keyring } from '../keys/keyring.js'
import {
  authenticatedClient,
  ISSUER,
  NOW,
  resourceRecord,
  someSettings,
  standIn,
  userRecord,
} from '../records.fixture.js'
import { JwtSigner } from './jwt-signer.js'
import { openResponse } from './sealed-response.js'
import type { Redemption, TokenDecision } from './token-decision.js'
import { ReplayDetected, TokenIssuer } from './token-issuer.js'
import { VerifiedSignatures } from './verified-signatures.js'

const user = userRecord()
const digest = sha256('presented')
const code: Redemption = { kind: 'authorization_code', digest }

/** An issuer whose two tables are lists; `committed` is what the compare-and-set says. */
function issuerWith(committed = true) {
  const written: { redemptions: CodeRedemption[]; rotations: Rotation[] } = { redemptions: [], rotations: [] }
  const issuer = new TokenIssuer(
    someSettings(),
    new JwtSigner(standIn<Keyring>({ signingKey: (alg) => testKey(alg) }), new VerifiedSignatures()),
    standIn<AuthorizationCodeStore>({
      redeem: async (redemption) => {
        written.redemptions.push(redemption)
        return committed
      },
    }),
    standIn<RefreshTokenStore>({
      rotate: async (rotation) => {
        written.rotations.push(rotation)
        return committed
      },
    }),
  )
  return { issuer, written }
}

function decision(change: Partial<TokenDecision> = {}): TokenDecision {
  const context = { sessionId: 's', grantId: 'g', authTime: NOW, acr: 'a', amr: ['pwd'] }
  return {
    outcome: 'issue',
    client: authenticatedClient(),
    subject: { kind: 'user', user, context },
    scope: ['openid'],
    resource: undefined,
    redeems: code,
    beginsRefreshFamily: false,
    nonce: 'n',
    claims: undefined,
    ...change,
  }
}

describe('TokenIssuer (RFC 6749 §5.1)', () => {
  it('signs the access token ES256 with typ at+jwt, and the ID token as the client registered (RFC 9068 §2.1)', async () => {
    const { issuer } = issuerWith()
    const response = await issuer.issue(decision(), NOW, undefined)
    expect(decodeProtectedHeader(response.access_token)).toEqual({
      alg: 'ES256',
      typ: 'at+jwt',
      kid: 'test-es256',
    })
    expect(decodeProtectedHeader(response.id_token ?? '')).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      kid: 'test-rs256',
    })
    const options = { issuer: ISSUER, currentDate: NOW }
    await jwtVerify(response.access_token, testKey('ES256').publicKey, options)
    await jwtVerify(response.id_token ?? '', testKey('RS256').publicKey, { ...options, audience: 'client' })
  })

  it('takes the algorithm of the resource', async () => {
    const { issuer } = issuerWith()
    const response = await issuer.issue(
      decision({ resource: resourceRecord({ signingAlg: 'RS256' }) }),
      NOW,
      undefined,
    )
    expect(decodeProtectedHeader(response.access_token).alg).toBe('RS256')
  })

  it.each([
    [900, {}, undefined],
    [600, {}, resourceRecord()],
    [60, { accessTokenLifetimeSeconds: 60 }, resourceRecord()],
  ])('lives %d seconds by client %j, then resource, then server', async (seconds, client, resource) => {
    const { issuer, written } = issuerWith()
    const response = await issuer.issue(
      decision({ client: authenticatedClient(client), resource }),
      NOW,
      undefined,
    )
    expect(response.expires_in).toBe(seconds)
    const { exp, iat, jti } = decodeJwt(response.access_token)
    expect(Number(exp) - Number(iat)).toBe(seconds)
    expect(written.redemptions).toEqual([
      { digest, redeemedAt: NOW, accessTokenId: jti, accessTokenExpiresAt: secondsLater(seconds) },
    ])
  })

  it('gives no ID token without openid, and none to a client for itself (OIDC Core §3.1.3.3)', async () => {
    const { issuer, written } = issuerWith()
    expect(await issuer.issue(decision({ scope: ['profile'] }), NOW, undefined)).not.toHaveProperty(
      'id_token',
    )
    const own = decision({ subject: { kind: 'client' }, scope: [], redeems: { kind: 'nothing' } })
    expect(Object.keys(await issuer.issue(own, NOW, undefined)).sort()).toEqual([
      'access_token',
      'expires_in',
      'token_type',
    ])
    expect(written.redemptions).toHaveLength(1)
  })

  it('hands out nothing when the redemption was not committed (RFC 6749 §4.1.2)', async () => {
    await expect(issuerWith(false).issuer.issue(decision(), NOW, undefined)).rejects.toThrow(ReplayDetected)
  })
})

describe('refresh tokens (RFC 6749 §6, RFC 9700 §4.14)', () => {
  it('begin a family with the code, and are stored as digest alone', async () => {
    const { issuer, written } = issuerWith()
    const scope = ['openid', 'offline_access']
    const response = await issuer.issue(decision({ scope, beginsRefreshFamily: true }), NOW, undefined)
    const [redemption] = written.redemptions
    expect(redemption?.issued?.refreshToken).toMatchObject({
      digest: sha256(response.refresh_token ?? ''),
      expiresAt: secondsLater(14 * 86_400),
    })
    expect(redemption?.issued?.family).toMatchObject({
      clientId: 'client',
      userId: user.id,
      offline: true,
      scope,
      expiresAt: secondsLater(90 * 86_400),
    })
    expect(JSON.stringify(redemption)).not.toContain(response.refresh_token)
    expect(Buffer.from(response.refresh_token ?? '', 'base64url')).toHaveLength(32)
  })

  it('take their sliding life from the client', async () => {
    const { issuer, written } = issuerWith()
    const client = authenticatedClient({ refreshTokenLifetimeSeconds: 60 })
    await issuer.issue(decision({ client, beginsRefreshFamily: true }), NOW, undefined)
    expect(written.redemptions[0]?.issued?.refreshToken.expiresAt).toEqual(secondsLater(60))
  })

  it('rotate within their family, and leave the answer sealed for a retry', async () => {
    const { issuer, written } = issuerWith()
    const from = { clientId: 'client', userId: user.id, sessionId: 's', grantId: 'g' }
    const family = { ...aFamily(from), claims: null, revokedAt: null, revokedReason: null }
    const request = { scope: ['openid'], resource: undefined, dpopJkt: undefined }
    const redeems: Redemption = { kind: 'refresh_token', digest, presented: 'presented', family, request }
    const response = await issuer.issue(decision({ redeems }), NOW, undefined)
    const [rotation] = written.rotations
    expect(rotation).toMatchObject({ digest, familyId: family.id, redeemedAt: NOW })
    expect(rotation?.successor).toMatchObject({
      familyId: family.id,
      digest: sha256(response.refresh_token ?? ''),
    })
    expect(rotation?.answer.expiresAt).toEqual(secondsLater(10))
    expect(openResponse('presented', rotation?.answer.sealedResponse ?? new Uint8Array())).toEqual(response)
  })

  it('that lost the race hand out nothing (RFC 9700 §4.14.2)', async () => {
    const from = { clientId: 'client', userId: user.id, sessionId: 's', grantId: 'g' }
    const family = { ...aFamily(from), claims: null, revokedAt: null, revokedReason: null }
    const request = { scope: ['openid'], resource: undefined, dpopJkt: undefined }
    const redeems: Redemption = { kind: 'refresh_token', digest, presented: 'presented', family, request }
    await expect(issuerWith(false).issuer.issue(decision({ redeems }), NOW, undefined)).rejects.toThrow(
      ReplayDetected,
    )
  })
})
