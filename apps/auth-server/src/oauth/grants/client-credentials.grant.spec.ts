import { describe, expect, it } from '@jest/globals'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { type ClientRegistry } from '../client-auth/client-registry.js'
import { authenticatedClient, NOW, refusalOf, RESOURCE, resourceRecord, standIn } from '../records.fixture.js'
import { ClientCredentialsGrant } from './client-credentials.grant.js'

const registry = standIn<ClientRegistry>({
  findResource: async (identifier) => (identifier === RESOURCE ? resourceRecord() : undefined),
})
const grant = new ClientCredentialsGrant(registry)
const confidential = authenticatedClient({ tokenEndpointAuthMethod: 'client_secret_basic' })
const decide = (query: string, client = confidential) =>
  grant.decide({ client, parameters: OAuthParameters.parse(query), dpopJkt: undefined, now: NOW })
const at = `resource=${encodeURIComponent(RESOURCE)}`

describe('the client credentials grant', () => {
  it('decides for the client itself, with the whole ceiling, and nothing to refresh (RFC 6749 §4.4.3)', async () => {
    expect(await decide(at)).toMatchObject({
      subject: { kind: 'client' },
      scope: ['accounts:read'],
      resource: { identifier: RESOURCE },
      redeems: { kind: 'nothing' },
      beginsRefreshFamily: false,
      claims: undefined,
    })
  })

  it('gives no scope where no resource is named (RFC 6749 §3.3)', async () => {
    expect(await decide('')).toMatchObject({ scope: [], resource: undefined })
  })

  it.each([
    [
      'invalid_scope client_credentials.oidc_scope',
      'openid beside an API scope',
      `${at}&scope=openid+accounts:read`,
    ],
    ['invalid_scope client_credentials.oidc_scope', 'offline_access', 'scope=offline_access'],
    [
      'invalid_scope scope.not_allowed',
      'a scope beyond the ceiling (RFC 6749 §3.3)',
      `${at}&scope=accounts:write`,
    ],
    ['invalid_scope scope.not_allowed', 'a scope without its resource', 'scope=accounts:read'],
    ['invalid_target resource.unknown', 'an unknown resource (RFC 8707 §2)', 'resource=https://no.example'],
  ])('answers %s to %s', async (expected, _, query) => {
    expect(await refusalOf(() => decide(query))).toBe(expected)
  })

  it('refuses a public client (RFC 6749 §4.4)', async () => {
    expect(await refusalOf(() => decide(at, authenticatedClient()))).toBe(
      'unauthorized_client client_credentials.public_client',
    )
  })
})
