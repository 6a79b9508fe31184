import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isResourceIdentifier } from './resource-indicator.js'

describe('isResourceIdentifier', () => {
  it.each([
    'https://api.example',
    'https://api.example/v1/',
    'http://localhost:4001',
    'urn:example:bank',
    'https://a.example/?tenant=1',
  ])('accepts the absolute URI %s (RFC 8707 §2)', (value) => {
    expect(isResourceIdentifier(value)).toBe(true)
  })

  it.each([
    '',
    'bank',
    '/accounts',
    '//api.example',
    'api.example/accounts',
    'https:',
    'https://',
    'https:///path',
    'https:api.example',
    'urn:',
    'https://api.example/#top',
    'https://api.example#',
    'urn:example:bank#',
    ' https://api.example',
    'https://api.example/a b',
    'https://api.example\\accounts',
    'https://api.example/%',
    'https://api.example:99999',
    'https://api.example\n',
    'https://äpi.example',
    '1https://api.example',
  ])('refuses %j (RFC 8707 §2, RFC 3986 §4.3)', (value) => {
    expect(isResourceIdentifier(value)).toBe(false)
  })

  it('accepts every web URL, and none of them once it has a fragment (RFC 8707 §2)', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.webPath(), (url, fragment) => {
        expect(isResourceIdentifier(url)).toBe(true)
        expect(isResourceIdentifier(`${url}#${fragment}`)).toBe(false)
      }),
    )
  })
})
