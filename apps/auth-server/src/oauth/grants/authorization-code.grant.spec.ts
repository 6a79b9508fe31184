import { describe, expect, it } from '@jest/globals'
import { type UserStore, type FoundAuthorizationCode } from '@gatehouse/data-access'
import { type AuthorizationCodeStore } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { aCode, secondsLater } from '@gatehouse/testing'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { type ClientRegistry } from '../client-auth/client-registry.js'
import {
  authenticatedClient,
  NOW,
  refusalOf,
  RESOURCE,
  resourceRecord,
  standIn,
  userRecord,
} from '../records.fixture.js'
import { AuthorizationCodeGrant } from './authorization-code.grant.js'
import { ReuseDetected } from './grant.js'

const CODE = 'the-code'
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const user = userRecord()
const CLAIMS = { userinfo: {}, id_token: { email: null } }
const GOOD = { code: CODE, redirect_uri: 'https://client.example/callback', code_verifier: VERIFIER }

function storedCode(change: Partial<FoundAuthorizationCode>): FoundAuthorizationCode {
  const row = aCode({ clientId: 'client', userId: user.id, sessionId: 'session', grantId: 'grant' })
  return {
    ...row,
    digest: new Uint8Array(sha256(CODE)),
    claims: null,
    redeemedAt: null,
    familyId: null,
    accessTokenId: null,
    accessTokenExpiresAt: null,
    sessionEnded: false,
    userDisabled: false,
    roles: user.roles,
    ...change,
  }
}

interface Scene {
  code?: Partial<FoundAuthorizationCode>
  parameters?: Record<string, string>
  /** Thumbprint of the key that the request proves. */
  dpopJkt?: string
  client?: Parameters<typeof authenticatedClient>[0]
  now?: Date
}

function decide({ code = {}, parameters = {}, dpopJkt, client, now = NOW }: Scene = {}) {
  const stored = storedCode(code)
  const grant = new AuthorizationCodeGrant(
    standIn<AuthorizationCodeStore>({
      find: async (digest) => (sha256(CODE).equals(digest) ? stored : undefined),
    }),
    standIn<UserStore>({ findById: async (id) => (id === user.id ? user : undefined) }),
    standIn<ClientRegistry>({
      findResource: async (identifier) => (identifier === RESOURCE ? resourceRecord() : undefined),
    }),
  )
  const given = OAuthParameters.of({ ...GOOD, ...parameters })
  return grant.decide({ client: authenticatedClient(client), parameters: given, dpopJkt, now })
}

describe('the authorization code grant', () => {
  it('decides for the person of the code, by what was authorized (RFC 6749 §4.1.3)', async () => {
    const claims = { userinfo: { email: null }, id_token: {} }
    expect(await decide({ code: { resource: RESOURCE, nonce: 'n', claims } })).toMatchObject({
      outcome: 'issue',
      subject: { kind: 'user', user: { id: user.id }, context: { sessionId: 'session', grantId: 'grant' } },
      scope: ['openid'],
      resource: { identifier: RESOURCE },
      redeems: { kind: 'authorization_code' },
      nonce: 'n',
      claims,
    })
  })

  it.each<[boolean, string[], string[]]>([
    [true, ['openid', 'offline_access'], ['refresh_token']],
    [true, ['profile'], ['refresh_token']],
    [false, ['openid'], ['refresh_token']],
    [false, ['openid', 'offline_access'], ['authorization_code']],
    [false, ['profile'], ['authorization_code']],
  ])(
    'begins a refresh family: %s for %j and grants %j (OIDC Core §11)',
    async (begins, scope, grantTypes) => {
      expect(await decide({ code: { scope }, client: { grantTypes } })).toMatchObject({
        beginsRefreshFamily: begins,
      })
    },
  )

  it.each<[string, string, Scene]>([
    ['invalid_grant code.unknown', 'RFC 6749 §4.1.3', { parameters: { code: 'another' } }],
    ['invalid_grant code.foreign_client', 'RFC 6749 §4.1.3', { client: { clientId: 'thief' } }],
    ['invalid_grant code.expired', 'RFC 6749 §4.1.2', { now: secondsLater(60) }],
    ['invalid_grant code.redirect_uri', 'RFC 6749 §4.1.3: absent', { parameters: { redirect_uri: '' } }],
    [
      'invalid_grant code.redirect_uri',
      'another',
      { parameters: { redirect_uri: 'https://client.example/' } },
    ],
    ['invalid_grant pkce.verifier_missing', 'RFC 7636 §4.6', { parameters: { code_verifier: '' } }],
    ['invalid_grant pkce.mismatch', 'RFC 7636 §4.6', { parameters: { code_verifier: 'x'.repeat(43) } }],
    ['invalid_grant pkce.no_challenge', 'RFC 9700 §4.8.2', { code: { codeChallenge: null } }],
    ['invalid_grant code.session_ended', 'signed out', { code: { sessionEnded: true } }],
    ['invalid_grant code.session_ended', 'switched off', { code: { userDisabled: true } }],
    ['invalid_grant code.session_ended', 'removed', { code: { userId: 'nobody', claims: CLAIMS } }],
    [
      'invalid_target code.resource',
      'RFC 8707 §2.2: none was authorized',
      { parameters: { resource: RESOURCE } },
    ],
    [
      'invalid_target code.resource',
      'another than authorized',
      { code: { resource: RESOURCE }, parameters: { resource: 'https://other.example/' } },
    ],
    ['invalid_target code.resource', 'removed meanwhile', { code: { resource: 'https://gone.example/' } }],
    ['invalid_grant code.reused', 'RFC 6749 §4.1.2', { code: { redeemedAt: NOW } }],
    ['invalid_dpop_proof dpop.missing', 'RFC 9449 §10: no proof', { code: { dpopJkt: 'k' } }],
    ['invalid_grant code.other_key', 'RFC 9449 §10', { code: { dpopJkt: 'k' }, dpopJkt: 'other' }],
    ['passed', 'RFC 9449 §10: the key of the code', { code: { dpopJkt: 'k' }, dpopJkt: 'k' }],
    ['passed', 'RFC 9449 §5: a key where the code has none', { dpopJkt: 'k' }],
    [
      'invalid_grant code.other_key',
      'RFC 9449 §10: a thief ends nothing',
      { code: { dpopJkt: 'k', redeemedAt: NOW }, dpopJkt: 'other' },
    ],
  ])('answers %s (%s)', async (expected, _, scene) => {
    expect(await refusalOf(() => decide(scene))).toBe(expected)
  })

  it('needs no redirect_uri where the authorization request had none, and takes no other (RFC 6749 §4.1.3)', async () => {
    const code = { redirectUriGiven: false }
    expect(await refusalOf(() => decide({ code, parameters: { redirect_uri: '' } }))).toBe('passed')
    const parameters = { redirect_uri: 'https://client.example/other' }
    expect(await refusalOf(() => decide({ code, parameters }))).toBe('invalid_grant code.redirect_uri')
  })

  it('names what a reused code must end, even for an expired one or a wrong verifier (RFC 6749 §4.1.2)', async () => {
    const scene = { code: { redeemedAt: NOW }, parameters: { code_verifier: 'wrong' }, now: secondsLater(61) }
    const error: unknown = await decide(scene).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ReuseDetected)
    expect(error).toMatchObject({ reused: { kind: 'authorization_code', userId: user.id } })
  })

  it('reveals nothing of a reused code to another client, and ends nothing for it (RFC 6749 §4.1.2)', async () => {
    const scene = { code: { redeemedAt: NOW }, client: { clientId: 'thief' } }
    expect(await refusalOf(() => decide(scene))).toBe('invalid_grant code.foreign_client')
  })
})
