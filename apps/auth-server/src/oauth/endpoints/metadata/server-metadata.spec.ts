import { describe, expect, it } from '@jest/globals'
import { ISSUER, someSettings } from '../../records.fixture.js'
import { serverMetadata } from './server-metadata.js'

const metadata = serverMetadata(someSettings(), ['authorization_code'])

describe('the metadata of the server', () => {
  it('stands below the issuer, which has no slash at its end (RFC 8414 §2, OIDC Discovery §3)', () => {
    expect(metadata.issuer).toBe(ISSUER)
    const addresses = Object.entries(metadata).filter(([name]) => /_(endpoint|uri)$/.test(name))
    for (const [, address] of addresses) expect(String(address)).toMatch(/^https:\/\/id\.example\.com\/[^/]/)
  })

  it('has every REQUIRED member (RFC 8414 §2, OIDC Discovery §3)', () => {
    for (const name of [
      'issuer',
      'authorization_endpoint',
      'token_endpoint',
      'jwks_uri',
      'response_types_supported',
      'subject_types_supported',
      'id_token_signing_alg_values_supported',
    ]) {
      expect(metadata).toHaveProperty(name)
    }
  })

  it('names the grants that it is given, S256 alone, and iss in responses (RFC 8414 §2, RFC 9700 §2.1.1, RFC 9207 §3)', () => {
    expect(metadata).toMatchObject({
      grant_types_supported: ['authorization_code'],
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      authorization_response_iss_parameter_supported: true,
    })
  })

  it('never offers none or a symmetric algorithm, nor an unauthenticated caller introspection (RFC 8725 §3.1, RFC 7662 §2.1)', () => {
    const algorithms = Object.entries(metadata).filter(([name]) => name.includes('_alg_values_'))
    expect(algorithms.length).toBeGreaterThan(0)
    for (const [, values] of algorithms) {
      for (const value of values as string[]) expect(value).not.toMatch(/^(none|HS)/)
    }
    expect(metadata.introspection_endpoint_auth_methods_supported).not.toContain('none')
    expect(metadata.token_endpoint_auth_methods_supported).not.toContain('client_secret_jwt')
  })

  it('offers RS256 for ID tokens, as every OpenID provider must (OIDC Discovery §3)', () => {
    expect(metadata.id_token_signing_alg_values_supported).toContain('RS256')
  })

  it('says itself what it refuses: request objects by value and by reference (OIDC Discovery §3)', () => {
    expect(metadata.request_parameter_supported).toBe(false)
    expect(metadata.request_uri_parameter_supported).toBe(false)
  })
})
