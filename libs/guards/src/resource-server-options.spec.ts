import { describe, expect, it } from '@jest/globals'
import { ResourceServerSettings, type ResourceServerOptions } from './resource-server-options.js'

const options: ResourceServerOptions = {
  issuer: 'https://id.example',
  audience: 'https://api.example',
  revocation: 'none',
}

const client = { clientId: 'api', clientSecret: 'secret' }

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

  it('checks proofs for the address in the audience, and for none where there is no such address', () => {
    expect(
      new ResourceServerSettings({ ...options, audience: 'https://api.example/bank' }).dpop,
    ).toMatchObject({
      ...{ mode: 'optional', publicUrl: 'https://api.example', maxAgeSeconds: 60, nonce: undefined },
    })
    expect(new ResourceServerSettings({ ...options, audience: 'urn:example:api' }).dpop).toBeUndefined()
    expect(new ResourceServerSettings({ ...options, dpop: { mode: 'off' } }).dpop).toBeUndefined()
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
    ['revocation', { revocation: { source: {} } }],
    ['revocation.feed', { revocation: { feed: { clientId: 'api' } } }],
    ['revocation.feed.endpoint', { revocation: { feed: { ...client, endpoint: 'feed' } } }],
    ['silenceBoundSeconds', { revocation: { feed: { ...client, silenceBoundSeconds: 0 } } }],
    ['maxEntries', { revocation: { feed: { ...client, maxEntries: 0 } } }],
    ['whenSilent', { revocation: { feed: { ...client, whenSilent: 'pass' } } }],
    [
      'whenSilent.introspection.cacheSeconds',
      { revocation: { feed: { ...client, whenSilent: { introspection: { cacheSeconds: 900 } } } } },
    ],
    ['dpop.mode', { dpop: { mode: 'on' } }],
    ['dpop.publicUrl', { dpop: { publicUrl: 'api.example' } }],
    ['dpop.publicUrl', { audience: 'urn:example:api', dpop: { mode: 'required' } }],
    ['dpop.maxAgeSeconds', { dpop: { maxAgeSeconds: 3_600 } }],
    ['dpop.algorithms', { dpop: { algorithms: ['HS256'] } }],
    ['dpop.nonce.secret', { dpop: { nonce: { secret: 'short' } } }],
    ['dpop.replayStore', { dpop: { replayStore: {} } }],
    ['clientCertificate.from', { clientCertificate: { from: [] } }],
    ['clientCertificate.from', { clientCertificate: { from: ['gateway'] } }],
    ['clientCertificate.from', { clientCertificate: { from: ['10.0.0.0/33'] } }],
    ['clientCertificate.form', { clientCertificate: { from: ['10.0.0.1'], form: 'xfcc' } }],
    ['clientCertificate.header', { clientCertificate: { from: ['10.0.0.1'], header: 'a b' } }],
    [
      'cacheSeconds',
      { revocation: { introspection: { clientId: 'api', clientSecret: 's', cacheSeconds: 3_600 } } },
    ],
  ])('refuses to start with a bad %s: %j', (name, change) => {
    expect(() => new ResourceServerSettings({ ...options, ...change } as ResourceServerOptions)).toThrow(name)
  })
})
