import { beforeAll, describe, expect, it } from '@jest/globals'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import type { Metadata } from './checks.js'

/** Members of a JWK that only the holder of the key may know (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const ENDPOINTS = ['authorization', 'token', 'userinfo', 'introspection', 'revocation', 'end_session']

describe('OpenID Connect Config OP', () => {
  let gatehouse: RunningGatehouse
  let answer: Response
  let metadata: Metadata & Record<string, string[]>
  let keys: Record<string, unknown>[]

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    answer = await fetch(`${gatehouse.issuer}/.well-known/openid-configuration`)
    metadata = (await answer.json()) as typeof metadata
    const jwks = await fetch(metadata.jwks_uri)
    keys = ((await jwks.json()) as { keys: typeof keys }).keys
  }, START_TIMEOUT)

  it('oidcc-discovery-endpoint-verification: JSON with 200, by whoever asks (OIDC Discovery §4.2)', () => {
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/u)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('names the issuer by which it was found, without query or fragment (OIDC Discovery §4.3)', () => {
    expect(metadata.issuer).toBe(gatehouse.issuer)
    expect(metadata.issuer).not.toMatch(/[?#]|\/$/u)
  })

  it.each(ENDPOINTS)('offers its %s endpoint under the issuer (OIDC Discovery §3)', (name) => {
    const endpoint = new URL(metadata[`${name}_endpoint`] as unknown as string)
    expect(endpoint.origin).toBe(new URL(gatehouse.issuer).origin)
    expect(endpoint.hash).toBe('')
  })

  it.each([
    ['response_types_supported', ['code']],
    ['subject_types_supported', ['public']],
    ['id_token_signing_alg_values_supported', ['RS256']],
    ['scopes_supported', ['openid', 'profile', 'email', 'address', 'phone', 'offline_access']],
    ['grant_types_supported', ['authorization_code', 'refresh_token', 'client_credentials']],
    ['response_modes_supported', ['query', 'form_post']],
    ['code_challenge_methods_supported', ['S256']],
    [
      'token_endpoint_auth_methods_supported',
      ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    ],
    ['claims_supported', ['sub', 'name', 'email', 'phone_number', 'address', 'auth_time', 'acr']],
  ])('%s contains %j (OIDC Discovery §3, RFC 8414 §2)', (member, values) => {
    expect(metadata[member]).toEqual(expect.arrayContaining(values))
    expect(new Set(metadata[member]).size).toBe(metadata[member]?.length)
  })

  it('never offers plain PKCE, unsigned tokens, or the implicit grant (RFC 9700 §2.1)', () => {
    expect(JSON.stringify(metadata)).not.toMatch(/"(plain|implicit|token|id_token|password)"/u)
    for (const [name, values] of Object.entries(metadata)) {
      if (name.includes('signing_alg')) expect(values).not.toContain('none')
    }
  })

  it('says what it supports of the optional parameters (OIDC Discovery §3, RFC 9207 §3)', () => {
    expect(metadata).toMatchObject({
      claims_parameter_supported: true,
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
      authorization_response_iss_parameter_supported: true,
    })
  })

  it('omits what is empty (OIDC Discovery §4.2)', () => {
    for (const value of Object.values(metadata)) expect(value).not.toEqual([])
  })

  it('offers languages in their canonical spelling (BCP 47)', () => {
    const locales = metadata['ui_locales_supported'] ?? []
    expect(locales).toEqual(Intl.getCanonicalLocales(locales))
    expect(locales).toEqual(expect.arrayContaining(['en', 'de']))
  })

  it('says the same by RFC 8414 §3', async () => {
    const other = await fetch(`${gatehouse.issuer}/.well-known/oauth-authorization-server`)
    expect(await other.json()).toEqual(metadata)
  })

  it('publishes keys that tell their id, use and algorithm, each id once (OIDC Core §10.1, RFC 7517 §4)', () => {
    for (const key of keys) {
      expect(key).toMatchObject({ kid: expect.any(String), use: 'sig', alg: expect.any(String) })
      expect(metadata['id_token_signing_alg_values_supported']).toContain(key['alg'])
    }
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length)
    expect(keys.map(({ alg }) => alg)).toEqual(expect.arrayContaining(['RS256', 'ES256']))
  })

  it('publishes nothing private, nothing symmetric, and no weak RSA key (RFC 7518 §6.3.2, §3.3)', () => {
    for (const key of keys) {
      expect(Object.keys(key).filter((member) => PRIVATE_MEMBERS.includes(member))).toEqual([])
      expect(['RSA', 'EC']).toContain(key['kty'])
      if (key['kty'] === 'RSA')
        expect(Buffer.from(key['n'] as string, 'base64url').length).toBeGreaterThanOrEqual(256)
    }
  })
})
