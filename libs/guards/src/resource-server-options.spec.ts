import { describe, expect, it } from '@jest/globals'
import { ResourceServerSettings, type ResourceServerOptions } from './resource-server-options.js'

const options: ResourceServerOptions = {
  issuer: 'https://id.example',
  audience: 'https://api.example',
  revocation: 'none',
}

describe('ResourceServerSettings', () => {
  it('fills in the defaults', () => {
    expect(new ResourceServerSettings(options)).toMatchObject({
      algorithms: ['ES256', 'RS256'],
      clockSkewSeconds: 30,
      keyCacheSeconds: 600,
      keyCooldownSeconds: 30,
      verifiedTokens: 10_000,
    })
  })

  it.each([
    ['issuer', { issuer: 'id.example' }],
    ['issuer', { issuer: 'file:///etc/keys' }],
    ['audience', { audience: '' }],
    ['jwksUri', { jwksUri: '/jwks.json' }],
    ['algorithms', { algorithms: ['HS256'] }],
    ['algorithms', { algorithms: ['none'] }],
    ['algorithms', { algorithms: [] }],
    ['clockSkewSeconds', { clockSkewSeconds: -1 }],
    ['clockSkewSeconds', { clockSkewSeconds: 86_400 }],
    ['verifiedTokens', { verifiedTokens: 0.5 }],
    ['revocation', { revocation: undefined }],
    ['revocation', { revocation: 'feed' }],
    ['revocation', { revocation: { introspection: { clientId: 'api', clientSecret: '' } } }],
    [
      'cacheSeconds',
      { revocation: { introspection: { clientId: 'api', clientSecret: 's', cacheSeconds: 3_600 } } },
    ],
  ])('refuses to start with a bad %s: %j', (name, change) => {
    expect(() => new ResourceServerSettings({ ...options, ...change } as ResourceServerOptions)).toThrow(name)
  })
})
