import { describe, expect, it } from '@jest/globals'
import { testKey } from '@gatehouse/testing'
import { newClientAttributes, type ClientAttributes } from './client-attributes.js'
import { requireConsistent } from './client-rules.js'

const web = newClientAttributes('web', { name: 'Shop', redirectUris: ['https://shop.example/callback'] })
const service = newClientAttributes('service', { name: 'Job' })
const jwks = { keys: [testKey('ES256').publicJwk] }

const cases: [string, ClientAttributes, Partial<ClientAttributes>, string][] = [
  ['no redirect URI for the code grant (RFC 6749 §3.1.2.2)', web, { redirectUris: [] }, '--redirect-uri'],
  [
    'a refresh token without a code (RFC 6749 §4.4.3)',
    service,
    { grantTypes: ['client_credentials', 'refresh_token'] },
    '--grant',
  ],
  ['scopes about a person without a code (OIDC Core §3.1.2.1)', service, { scopes: ['openid'] }, '--scope'],
  [
    'a public client that acts for itself (RFC 6749 §4.4)',
    service,
    { tokenEndpointAuthMethod: 'none' },
    '--auth-method',
  ],
  ['two sources of keys (RFC 7591 §2)', web, { jwks, jwksUri: 'https://shop.example/jwks' }, '--jwks-uri'],
  [
    'assertions without keys (RFC 7523 §3)',
    web,
    { tokenEndpointAuthMethod: 'private_key_jwt', assertionSigningAlgs: ['ES256'] },
    '--auth-method',
  ],
  [
    'assertions without algorithms',
    web,
    { tokenEndpointAuthMethod: 'private_key_jwt', jwks },
    '--assertion-alg',
  ],
  ['algorithms of assertions for a secret', web, { assertionSigningAlgs: ['ES256'] }, '--assertion-alg'],
  [
    'keys that no algorithm fits (RFC 7523 §3)',
    web,
    { tokenEndpointAuthMethod: 'private_key_jwt', jwks, assertionSigningAlgs: ['RS256'] },
    '--jwks',
  ],
  [
    'a public client without PKCE (RFC 9700 §2.1.1)',
    web,
    { tokenEndpointAuthMethod: 'none', pkceExempt: true },
    '--pkce-exempt',
  ],
  ['an exemption from PKCE without openid', web, { scopes: ['email'], pkceExempt: true }, '--pkce-exempt'],
  [
    'introspection by a public client (RFC 7662 §2.1)',
    web,
    { tokenEndpointAuthMethod: 'none', resourceServerFor: 'urn:a' },
    '--resource-server-for',
  ],
  ['a default resource without a scope there (RFC 8707 §2)', web, { defaultResource: 'urn:a' }, '--resource'],
]

describe('attributes that depend on each other', () => {
  it('are accepted as the kinds set them', () => {
    for (const client of [web, service]) expect(() => requireConsistent(client)).not.toThrow()
    const signing = {
      tokenEndpointAuthMethod: 'private_key_jwt',
      assertionSigningAlgs: ['ES256', 'RS256'],
      jwks,
    }
    expect(() => requireConsistent({ ...web, ...signing })).not.toThrow()
  })

  it.each(cases)('are refused: %s', (_, client, change, option) => {
    expect(() => requireConsistent({ ...client, ...change })).toThrow(`${option}: `)
  })
})
