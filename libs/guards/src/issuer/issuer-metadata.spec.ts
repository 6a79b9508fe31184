import { describe, expect, it } from '@jest/globals'
import { metadataUrls } from './issuer-metadata.js'

describe('metadataUrls', () => {
  it.each([
    [
      'https://id.example',
      'https://id.example/.well-known/oauth-authorization-server',
      'https://id.example/.well-known/openid-configuration',
    ],
    [
      'https://id.example/tenant/',
      'https://id.example/.well-known/oauth-authorization-server/tenant',
      'https://id.example/tenant/.well-known/openid-configuration',
    ],
  ])('knows both places for %s (RFC 8414 §3.1, OIDC Discovery §4.1)', (issuer, oauth, openid) => {
    expect(metadataUrls(issuer)).toEqual([oauth, openid])
  })
})
