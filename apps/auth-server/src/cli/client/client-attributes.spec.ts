import { describe, expect, it } from '@jest/globals'
import { Given } from '../given.js'
import { givenAttributes, newAttributes } from './client-attributes.js'
import { freshSecret } from './client-secrets.js'

const BANK = 'https://bank.example'
const NOW = new Date('2026-11-21T10:00:00Z')

describe('attributes of a client (RFC 7591 §2)', () => {
  it('come from the kind where the line says nothing', () => {
    expect(newAttributes(new Given({ kind: 'spa', name: 'Portal' }))).toMatchObject({
      tokenEndpointAuthMethod: 'none',
      grantTypes: ['authorization_code', 'refresh_token'],
      scopes: ['openid', 'profile', 'email'],
      assertionSigningAlgs: [],
      requireConsent: true,
      pkceExempt: false,
    })
    expect(newAttributes(new Given({ kind: 'service', name: 'Job' }))).toMatchObject({
      tokenEndpointAuthMethod: 'client_secret_basic',
      grantTypes: ['client_credentials'],
      scopes: [],
    })
    expect(newAttributes(new Given({ kind: 'web', grant: ['client_credentials'] })).scopes).toEqual([])
  })

  it('are only those given on a change; an empty value takes away', () => {
    expect(givenAttributes(new Given({}))).toEqual({})
    expect(givenAttributes(new Given({ 'logo-uri': '', grant: [''], consent: false }))).toEqual({
      logoUri: null,
      grantTypes: [],
      requireConsent: false,
    })
  })

  it('part scopes of OpenID Connect from those of APIs (RFC 8707 §2)', () => {
    const scope = ['openid accounts:read', 'https://b.example#orders:read']
    expect(givenAttributes(new Given({ scope, resource: BANK }))).toMatchObject({
      scopes: ['openid'],
      resourceScopes: [
        { resource: BANK, scope: 'accounts:read' },
        { resource: 'https://b.example', scope: 'orders:read' },
      ],
    })
    const before = { defaultResource: BANK }
    expect(givenAttributes(new Given({ scope: ['accounts:read'] }), before).resourceScopes).toHaveLength(1)
    expect(() => givenAttributes(new Given({ scope, resource: '' }), before)).toThrow(
      '--scope: "accounts:read"',
    )
    expect(() => givenAttributes(new Given({ scope }))).toThrow(
      'name the API that it belongs to with --resource',
    )
  })

  it.each([
    ['kind', 'mobile'],
    ['auth-method', 'client_secret_jwt'],
    ['id-token-alg', 'none'],
    ['userinfo-alg', 'HS256'],
    ['access-token-lifetime-seconds', '3601'],
    ['refresh-token-lifetime-seconds', '59'],
    ['default-max-age-seconds', '-1'],
    ['logo-uri', 'javascript:alert(1)'],
    ['jwks-uri', 'http://keys.example/'],
    ['resource', 'not a uri'],
    ['name', ' '],
  ])('are refused by the name of their option: --%s %s', (option, text) => {
    expect(() => newAttributes(new Given({ name: 'x', [option]: text }))).toThrow(`--${option}: `)
  })

  it.each([
    ['grant', 'password'],
    ['assertion-alg', 'HS256'],
    ['redirect-uri', 'https://a.example/*'],
    ['cors-origin', 'https://a.example/path'],
  ])('are refused in lists too: --%s %s', (option, text) => {
    expect(() => newAttributes(new Given({ name: 'x', [option]: [text] }))).toThrow(`--${option}: `)
  })
})

describe('a secret of a client (RFC 6749 §2.3.1)', () => {
  const fresh = (options: Record<string, unknown>) =>
    freshSecret(new Given(options), { now: NOW, readInput: () => Promise.resolve('') })

  it('is random where none is given, and kept as a digest with a hint', async () => {
    const { row, clear = '' } = await fresh({ 'expires-in-days': '2' })
    expect(Buffer.from(clear, 'base64url')).toHaveLength(32)
    expect(row).toMatchObject({ hint: clear.slice(0, 4), expiresAt: new Date('2026-11-23T10:00:00Z') })
    expect((await fresh({})).clear).not.toBe(clear)
  })

  it('that is given is not shown again, and never short', async () => {
    expect((await fresh({ secret: 'x'.repeat(32) })).clear).toBeUndefined()
    for (const secret of ['', 'x'.repeat(31), `${'x'.repeat(32)}ä`]) {
      await expect(fresh({ secret })).rejects.toThrow('--secret: ')
    }
    await expect(fresh({ 'secret-stdin': true })).rejects.toThrow('--secret-stdin: ')
    await expect(fresh({ 'expires-in-days': '0' })).rejects.toThrow('--expires-in-days: ')
  })
})
