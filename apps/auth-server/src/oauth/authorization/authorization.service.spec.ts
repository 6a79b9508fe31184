import { describe, expect, it } from '@jest/globals'
import {
  type AuthorizationCodeStore,
  type GrantedScope,
  type GrantStore,
  type NewAuthorizationCode,
} from '@gatehouse/data-access'
import { OAuthError, sha256 } from '@gatehouse/protocol'
import type { ActiveSession } from '../../identity/browser-sessions.js'
import { clientRecord, NOW, RESOURCE, resourceRecord, someSettings, standIn } from '../records.fixture.js'
import type { AuthorizationRequest } from './authorization-request.js'
import { AuthorizationService, consentedScope, requireAcr, silentRefusal } from './authorization.service.js'

const own = (scope: string): GrantedScope => ({ resource: '', scope })
const atApi = (scope: string): GrantedScope => ({ resource: RESOURCE, scope })
const grantOf = (...scopes: GrantedScope[]) => ({ id: 'known grant', scopes })

const request = (change: Partial<AuthorizationRequest> = {}) =>
  ({
    client: clientRecord(),
    scope: ['openid', 'accounts:read'],
    consentScope: ['openid', 'accounts:read'],
    resource: resourceRecord(),
    ...change,
  }) as AuthorizationRequest

const session = (grant: ActiveSession['grant']) =>
  ({ id: 's', userId: 'ada', authTime: NOW, acr: 'a', amr: ['pwd'], grant }) as ActiveSession

/** Issues a code, and tells which grants were written and what was kept. */
async function issued(grant: ActiveSession['grant'], change: Partial<AuthorizationRequest> = {}) {
  const ensured: GrantedScope[][] = []
  const kept: NewAuthorizationCode[] = []
  const service = new AuthorizationService(
    standIn<AuthorizationCodeStore>({ create: async (code) => void kept.push(code) }),
    standIn<GrantStore>({
      ensure: async (_userId, _clientId, scopes) => {
        ensured.push([...scopes])
        return 'written grant'
      },
    }),
    someSettings(),
    { now: () => NOW },
  )
  const code = await service.issueCode(request(change), session(grant))
  return { code, ensured, kept: kept[0] }
}

describe('a code (RFC 6749 §4.1.2)', () => {
  it('is kept as its digest, of the person and session that are signed in', async () => {
    const { code, kept } = await issued(grantOf(own('openid'), atApi('accounts:read')))
    expect(code).toMatch(/^[\w-]{43}$/u)
    expect(kept?.digest).toEqual(sha256(code))
    expect(kept).toMatchObject({ userId: 'ada', sessionId: 's', resource: RESOURCE, createdAt: NOW })
  })

  it('hangs on the grant that is there, if that covers everything, and nothing is written', async () => {
    const { ensured, kept } = await issued(grantOf(own('openid'), atApi('accounts:read'), own('email')))
    expect([ensured, kept?.grantId]).toEqual([[], 'known grant'])
  })

  it.each<[string, ActiveSession['grant']]>([
    ['there is none', undefined],
    ['it lacks a scope', grantOf(own('openid'))],
    [
      'it has the scope at another resource',
      grantOf(own('openid'), { resource: 'other', scope: 'accounts:read' }),
    ],
  ])('has its grant written where %s', async (_, grant) => {
    const { ensured, kept } = await issued(grant)
    expect(ensured).toEqual([[own('openid'), atApi('accounts:read')]])
    expect(kept?.grantId).toBe('written grant')
  })

  it('is not issued where an essential acr was not reached (OIDC Core §5.5.1.1)', async () => {
    const claims = { userinfo: {}, id_token: { acr: { essential: true, value: 'higher' } } }
    await expect(issued(undefined, { claims })).rejects.toMatchObject({
      code: 'unmet_authentication_requirements',
    })
  })
})

describe('consentedScope (OIDC Core §3.1.2.4)', () => {
  it('is what was allowed of OpenID Connect and at the resource of the request, at no other', () => {
    const grant = grantOf(own('openid'), atApi('accounts:read'), { resource: 'other', scope: 'pay' })
    expect(consentedScope(request(), grant)).toEqual(['openid', 'accounts:read'])
    expect(consentedScope(request({ resource: undefined }), grant)).toEqual(['openid'])
    expect(consentedScope(request(), undefined)).toEqual([])
  })
})

describe('requireAcr (OIDC Core §5.5.1.1)', () => {
  const asking = (acr: object | null) => ({ claims: { userinfo: {}, id_token: { acr } } })

  it.each([
    [null],
    [{ value: 'higher' }],
    [{ essential: true }],
    [{ essential: true, value: 'a' }],
    [{ essential: true, values: ['higher', 'a'] }],
  ])('lets %j pass for a session that reached a', (acr) => {
    expect(() => requireAcr(asking(acr), { acr: 'a' })).not.toThrow()
  })

  it.each([[{ essential: true, value: 'higher' }], [{ essential: true, values: ['x', 'y'] }]])(
    'refuses %j',
    (acr) => {
      expect(() => requireAcr(asking(acr), { acr: 'a' })).toThrow(OAuthError)
    },
  )
})

it.each([
  ['sign_in', 'login_required'],
  ['select_account', 'account_selection_required'],
  ['consent', 'consent_required'],
] as const)('prompt=none with the step %s is refused as %s (OIDC Core §3.1.2.6)', (step, code) => {
  expect(silentRefusal(step).code).toBe(code)
})
