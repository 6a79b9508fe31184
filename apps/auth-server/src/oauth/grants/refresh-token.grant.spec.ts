import { describe, expect, it } from '@jest/globals'
import { type RefreshTokenStore, type UserStore, type FoundRefreshToken } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { aFamily, aRefreshToken, secondsLater } from '@gatehouse/testing'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { type ClientRegistry } from '../client-auth/client-registry.js'
import {
  authenticatedClient,
  NOW,
  refusalOf,
  RESOURCE,
  resourceRecord,
  someSettings,
  standIn,
  userRecord,
} from '../records.fixture.js'
import { redemptionDigest, sealResponse } from '../tokens/sealed-response.js'
import { ReuseDetected } from './grant.js'
import { RefreshTokenGrant } from './refresh-token.grant.js'

const TOKEN = 'the-token'
const DAY = 86_400
const user = userRecord()
const CLAIMS = { userinfo: {}, id_token: { email: null } }
const SCOPE = ['openid', 'profile']
const REDEEMED = { redeemedAt: NOW }
const ANSWER = {
  redemptionDigest: new Uint8Array(
    redemptionDigest({ scope: SCOPE, resource: undefined, dpopJkt: undefined }),
  ),
  sealedResponse: new Uint8Array(sealResponse(TOKEN, { access_token: 'a' })),
}

interface Scene {
  token?: Partial<FoundRefreshToken['token']>
  family?: Partial<FoundRefreshToken['family']>
  found?: Partial<FoundRefreshToken>
  parameters?: Record<string, string>
  /** Thumbprint of the key that the request proves. */
  dpopJkt?: string
  clientId?: string
  seconds?: number
}

function storedToken({ token, family, found }: Scene): FoundRefreshToken {
  const from = { clientId: 'client', userId: user.id, sessionId: 'session', grantId: 'grant' }
  const begun = {
    ...aFamily(from),
    scope: SCOPE,
    claims: null,
    revokedAt: null,
    revokedReason: null,
    ...family,
  }
  return {
    token: { ...aRefreshToken(begun.id), redeemedAt: null, ...token },
    family: begun,
    answer: token?.redeemedAt ? ANSWER : null,
    sessionEnded: false,
    userDisabled: false,
    roles: user.roles,
    ...found,
  }
}

function decide(scene: Scene = {}) {
  const stored = storedToken(scene)
  const grant = new RefreshTokenGrant(
    standIn<RefreshTokenStore>({
      find: async (digest) => (sha256(TOKEN).equals(digest) ? stored : undefined),
    }),
    standIn<UserStore>({ findById: async (id) => (id === user.id ? user : undefined) }),
    standIn<ClientRegistry>({
      findResource: async (identifier) => (identifier === RESOURCE ? resourceRecord() : undefined),
    }),
    someSettings(),
  )
  return grant.decide({
    client: authenticatedClient({ clientId: scene.clientId ?? 'client' }),
    parameters: OAuthParameters.of({ refresh_token: TOKEN, ...scene.parameters }),
    dpopJkt: scene.dpopJkt,
    now: secondsLater(scene.seconds ?? 0),
  })
}

describe('the refresh token grant', () => {
  it('goes on with the family, its scope and its resource (RFC 6749 §6)', async () => {
    expect(await decide({ family: { resource: RESOURCE } })).toMatchObject({
      outcome: 'issue',
      scope: SCOPE,
      resource: { identifier: RESOURCE },
      redeems: { kind: 'refresh_token', presented: TOKEN },
      beginsRefreshFamily: false,
      nonce: undefined,
    })
  })

  it('narrows to the scope that was asked for (RFC 6749 §6)', async () => {
    expect(await decide({ parameters: { scope: 'profile' } })).toMatchObject({ scope: ['profile'] })
  })

  it.each<[string, string, Scene]>([
    ['invalid_grant refresh_token.unknown', 'RFC 6749 §6', { parameters: { refresh_token: 'another' } }],
    ['invalid_grant refresh_token.foreign_client', 'RFC 6749 §6', { clientId: 'thief' }],
    ['invalid_grant refresh_token.revoked', 'RFC 6749 §6', { family: { revokedAt: NOW } }],
    ['invalid_grant refresh_token.expired', 'the token', { seconds: 14 * DAY }],
    [
      'invalid_grant refresh_token.expired',
      'the family',
      { family: { expiresAt: secondsLater(5) }, seconds: 5 },
    ],
    ['invalid_dpop_proof dpop.missing', 'RFC 9449 §5: no proof', { token: { dpopJkt: 'k' } }],
    ['invalid_grant refresh_token.other_key', 'RFC 9449 §5', { token: { dpopJkt: 'k' }, dpopJkt: 'other' }],
    ['passed', 'RFC 9449 §5: the key of the token', { token: { dpopJkt: 'k' }, dpopJkt: 'k' }],
    [
      'invalid_grant refresh_token.other_key',
      'RFC 9449 §5: a thief ends nothing',
      { token: { ...REDEEMED, dpopJkt: 'k' }, dpopJkt: 'other', seconds: 10 },
    ],
    ['invalid_scope refresh_token.scope', 'RFC 6749 §6', { parameters: { scope: 'openid email' } }],
    ['invalid_target refresh_token.resource', 'RFC 8707 §2.2', { parameters: { resource: RESOURCE } }],
    [
      'invalid_target refresh_token.resource',
      'resource is gone',
      { family: { resource: 'https://gone.example/' } },
    ],
    ['invalid_grant refresh_token.session_ended', 'OIDC Core §11', { found: { sessionEnded: true } }],
    ['invalid_grant refresh_token.session_ended', 'switched off', { found: { userDisabled: true } }],
    [
      'invalid_grant refresh_token.session_ended',
      'switched off, although offline',
      { found: { userDisabled: true }, family: { offline: true } },
    ],
    [
      'invalid_grant refresh_token.session_ended',
      'person is gone',
      { family: { userId: 'nobody', claims: CLAIMS } },
    ],
  ])('answers %s (%s)', async (expected, _, scene) => {
    expect(await refusalOf(() => decide(scene))).toBe(expected)
  })

  it('outlives the session with offline access (OIDC Core §11)', async () => {
    const scene = { found: { sessionEnded: true }, family: { offline: true } }
    expect(await refusalOf(() => decide(scene))).toBe('passed')
  })
})

describe('a token that was redeemed (RFC 9700 §4.14.2)', () => {
  it('repeats the sealed answer until the window closes', async () => {
    expect(await decide({ token: REDEEMED, seconds: 9 })).toMatchObject({
      outcome: 'repeat',
      presented: TOKEN,
    })
    expect(await refusalOf(() => decide({ token: REDEEMED, seconds: 10 }))).toBe(
      'invalid_grant refresh_token.reused',
    )
  })

  it('counts the same scope in another order, or left out, as the same request', async () => {
    const repeated = await decide({ token: REDEEMED, parameters: { scope: 'profile openid' } })
    expect(repeated).toMatchObject({ outcome: 'repeat' })
  })

  it('refuses another scope within the window without calling it reuse', async () => {
    const error: unknown = await decide({ token: REDEEMED, parameters: { scope: 'openid' } }).catch(
      (e: unknown) => e,
    )
    expect(error).toMatchObject({ code: 'invalid_grant', detail: { rule: 'refresh_token.other_request' } })
    expect(error).not.toBeInstanceOf(ReuseDetected)
  })

  it('refuses when the answer is not kept any more, without calling it reuse', async () => {
    const scene = { token: REDEEMED, found: { answer: null } }
    expect(await refusalOf(() => decide(scene))).toBe('invalid_grant refresh_token.answer_gone')
  })

  it('names the family that must end outside the window', async () => {
    const error: unknown = await decide({ token: REDEEMED, seconds: 11 }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ReuseDetected)
    expect(error).toMatchObject({ reused: { kind: 'refresh_family', clientId: 'client', userId: user.id } })
  })

  it.each<[string, Scene]>([
    ['revoked', { family: { revokedAt: NOW } }],
    ['session_ended', { found: { sessionEnded: true } }],
    ['session_ended', { found: { userDisabled: true } }],
    ['foreign_client', { clientId: 'thief' }],
  ])('repeats nothing when it is %s, within the window or not', async (rule, scene) => {
    expect(await refusalOf(() => decide({ token: REDEEMED, ...scene }))).toBe(
      `invalid_grant refresh_token.${rule}`,
    )
  })
})
