import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { responseLocation } from './response-location.js'

const parameters = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }))

describe('responseLocation', () => {
  it.each([
    ['https://app.example/cb', 'https://app.example/cb?code=x&state=y'],
    ['https://app.example/cb?a=%2f+b', 'https://app.example/cb?a=%2f+b&code=x&state=y'],
    ['https://app.example/cb?', 'https://app.example/cb?code=x&state=y'],
    ['https://app.example/cb?a=1&', 'https://app.example/cb?a=1&code=x&state=y'],
    ['https://app.example/cb??', 'https://app.example/cb??&code=x&state=y'],
    ['com.example.app:/cb', 'com.example.app:/cb?code=x&state=y'],
  ])('adds the parameters to %s (RFC 6749 §4.1.2)', (redirectUri, location) => {
    expect(responseLocation(redirectUri, { code: 'x', state: 'y' })).toBe(location)
  })

  it('returns the redirect URI where there is nothing to add', () => {
    expect(responseLocation('https://app.example/cb?a=1', {})).toBe('https://app.example/cb?a=1')
  })

  it('refuses a redirect URI with a fragment, where the code would stay in the browser (RFC 6749 §3.1.2)', () => {
    expect(() => responseLocation('https://app.example/cb#x', { code: 'x' })).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    )
  })

  it('never lets a state value add a parameter, a fragment or a header line (RFC 6749 §4.1.2, Appendix B)', () => {
    const location = responseLocation('https://app.example/cb', { state: 'a&code=evil#f\r\nSet-Cookie: a=b' })
    expect(location).toMatch(/^[\x21-\x7e]+$/)
    expect([...new URL(location).searchParams]).toStrictEqual([['state', 'a&code=evil#f\r\nSet-Cookie: a=b']])
    expect(new URL(location).hash).toBe('')
  })

  it('keeps the redirect URI as its beginning and gives every parameter back (RFC 6749 §3.1.2, §4.1.2)', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), parameters, (redirectUri, added) => {
        const location = responseLocation(redirectUri, added)
        expect(location.startsWith(redirectUri)).toBe(true)
        const before = [...new URL(redirectUri).searchParams]
        expect([...new URL(location).searchParams].slice(before.length)).toStrictEqual(Object.entries(added))
        expect([...new URL(location).searchParams].slice(0, before.length)).toStrictEqual(before)
      }),
    )
  })
})
